"""Who acts, and which verb each role may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tracking.domain.verb import Verb


class Role(StrEnum):
    """The desks of the city; ``SYSTEM`` is the program itself.

    An inspector (电子监察) reads everything, an assessor (绩效考评) the figures; neither has a verb of the procedure.
    """

    CITIZEN = "citizen"
    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    CALLER = "caller"
    LEADER = "leader"
    INSPECTOR = "inspector"
    ASSESSOR = "assessor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever uses a verb. ``id`` is an account name, ``citizen`` or ``system``; never personal data."""

    id: str
    role: Role
    unit: str | None = None
    channel: str = "console"


SYSTEM = Actor(id="system", role=Role.SYSTEM, channel="system")


def citizen(channel: str) -> Actor:
    """The petitioner, through the door ``channel``."""
    return Actor(id="citizen", role=Role.CITIZEN, channel=channel)


_DESK = frozenset({Role.OPERATOR, Role.DISPATCHER})
_SUPERVISION = frozenset({Role.DISPATCHER})
_UNIT = frozenset({Role.HANDLER})
_CALLBACK = frozenset({Role.CALLER, Role.DISPATCHER})
_CITIZEN_OR_DESK = frozenset({Role.CITIZEN, Role.OPERATOR, Role.DISPATCHER})

RIGHTS: Mapping[Verb, frozenset[Role]] = MappingProxyType(
    {
        Verb.REGISTER: frozenset({Role.CITIZEN, Role.SYSTEM}) | _DESK,
        Verb.TAKE_OVER: frozenset({Role.SYSTEM}),
        Verb.CLASSIFY: frozenset({Role.SYSTEM}) | _DESK,
        Verb.CORRECT: _DESK,
        Verb.ANSWER: _DESK,
        Verb.DECLINE: _DESK,
        Verb.DIVERT: _DESK,
        Verb.MERGE: _DESK,
        Verb.UNMERGE: frozenset({Role.SYSTEM}) | _DESK,
        Verb.TAKE_IN: _DESK,
        Verb.LET_GO: _DESK,
        Verb.JOIN: frozenset({Role.CITIZEN}) | _DESK,
        Verb.SPLIT: _DESK,
        Verb.FOLLOW: frozenset({Role.SYSTEM}),
        Verb.DISPATCH: frozenset({Role.SYSTEM}) | _SUPERVISION,
        Verb.ARBITRATE: _SUPERVISION,
        Verb.ADD_ASSIST: _SUPERVISION,
        Verb.SIGN: _UNIT,
        Verb.CONTACT: _UNIT,
        Verb.RETURN: _UNIT,
        Verb.UPHOLD_RETURN: _SUPERVISION,
        Verb.REJECT_RETURN: _SUPERVISION,
        Verb.REQUEST_EXTENSION: _UNIT,
        Verb.GRANT_EXTENSION: _SUPERVISION,
        Verb.REFUSE_EXTENSION: _SUPERVISION,
        Verb.REQUEST_SUSPENSION: _UNIT,
        Verb.GRANT_SUSPENSION: _SUPERVISION,
        Verb.REFUSE_SUSPENSION: _SUPERVISION,
        Verb.RESUME: frozenset({Role.SYSTEM}) | _SUPERVISION | _UNIT,
        Verb.REPORT_BACK: _UNIT,
        Verb.ACCEPT_REPORT: _SUPERVISION,
        Verb.SEND_BACK: _SUPERVISION,
        Verb.RECORD_CALLBACK: _CALLBACK,
        Verb.RATE: frozenset({Role.CITIZEN}),
        Verb.APPEAL_RATING: _UNIT,
        Verb.ANNUL_RATING: _SUPERVISION,
        Verb.KEEP_RATING: _SUPERVISION,
        Verb.REWORK: _CALLBACK,
        Verb.CLOSE: _CALLBACK,
        Verb.REOPEN: _CITIZEN_OR_DESK | {Role.CALLER},
        Verb.ASK: _DESK | _UNIT,
        Verb.URGE: _CITIZEN_OR_DESK,
        Verb.ANSWER_URGE: _UNIT,
        Verb.ADD_FACTS: _CITIZEN_OR_DESK,
        Verb.WITHDRAW: _CITIZEN_OR_DESK,
        Verb.REQUEST_DATA: _CITIZEN_OR_DESK,
        Verb.DECIDE_DATA: _SUPERVISION,
        Verb.TERMINATE: _SUPERVISION,
        Verb.ARCHIVE: frozenset({Role.SYSTEM}) | _SUPERVISION,
        Verb.RESCHEDULE: frozenset({Role.SYSTEM}),
        Verb.SUPERVISE: _SUPERVISION,
        Verb.ANSWER_ORDER: _UNIT,
        Verb.REMIND: frozenset({Role.SYSTEM}),
        Verb.ISSUE_YELLOW_CARD: frozenset({Role.SYSTEM}),
        Verb.ISSUE_RED_CARD: frozenset({Role.SYSTEM}),
        Verb.CANCEL_CARD: _SUPERVISION,
    }
)
