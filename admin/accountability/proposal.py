"""What the rules speak of: months and breaches as they find them, and the proposals they make of them."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is proposed, and what may be decided."""

    CRITICISM = "criticism"
    TALK = "talk"
    CANCEL_AWARD = "cancel_award"
    TRANSFER = "transfer"


class Subject(StrEnum):
    """Who is held to account: a unit as a whole, or an officer of it."""

    UNIT = "unit"
    OFFICER = "officer"


class Cause(StrEnum):
    """The rule that asks for it."""

    ONCE = "once"
    RUNNING_TALK = "running_talk"
    YEARLY_TALK = "yearly_talk"
    RUNNING_CANCEL = "running_cancel"
    RED_CARD = "red_card"
    FAKING = "faking"
    DISCLOSURE = "disclosure"
    REFUSAL = "refusal"
    RETALIATION = "retaliation"
    LADDER = "ladder"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many months 不合格 ask for what."""

    running_talk: int
    yearly_talk: int
    running_cancel: int


@dataclass(frozen=True, kw_only=True)
class Bad:
    """A frozen month in which a unit was 不合格; ``period`` like ``2026-03``."""

    unit: str
    period: str


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A veto, or a step of the ladder. ``ref`` names its row; red cards come by month, as ``C01@2026-03``."""

    unit: str
    cause: Cause
    ref: str
    post: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """``key`` is the same whenever the same facts are looked at. ``months`` and ``refs`` are its evidence."""

    key: str
    unit: str
    subject: Subject
    kind: Kind
    cause: Cause
    year: int
    months: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    post: str = ""


TO_THE_BODY = (Cause.FAKING, Cause.DISCLOSURE, Cause.REFUSAL, Cause.RETALIATION, Cause.LADDER)
VETOES = (Cause.FAKING, Cause.DISCLOSURE, Cause.REFUSAL, Cause.RED_CARD)
