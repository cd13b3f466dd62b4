"""What has just become dangerous or late, whoever may see it; and which of it one reader may."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Select, and_, literal, null, select, union_all

from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.store import schema
from tracking.store.visibility import Viewer, visible

_P, _A, _L = schema.petition.c, schema.assignment.c, schema.ledger.c
# An entry is seen once it is committed, which may be a little after its moment.
OVERLAP = timedelta(seconds=30)
MOST = 50
_SORTED = (Verb.REGISTER, Verb.CLASSIFY, Verb.CORRECT)
_RUNNING = (AssignmentStage.TO_SIGN, AssignmentStage.HANDLING)
_TO_DISPATCH = (PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH)


class Cause(StrEnum):
    """Why it is told."""

    CRITICAL = "critical"
    OVERDUE = "overdue"
    LATE_DISPATCH = "late_dispatch"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One petition, or the share of ``unit`` in it."""

    cause: Cause
    number: str
    title: str
    identity: str
    unit: str | None


def arisen(connection: Connection, *, since: datetime, now: datetime) -> Sequence[Alarm]:
    """What became critical or late in ``(since, now]``, in one statement, at most ``MOST`` of it.

    Something critical may be found again ``OVERLAP`` later: who asks remembers what was told.
    """
    either = union_all(_critical(since), _overdue(since, now), _late_dispatch(since, now)).limit(MOST)
    return [Alarm(**{**row, "cause": Cause(row["cause"])}) for row in connection.execute(either).mappings()]


def seen_by(connection: Connection, viewer: Viewer, numbers: Collection[str]) -> set[str]:
    """Those of the petitions that these eyes may see."""
    found = select(_P.number).where(_P.number.in_(list(numbers)), visible(viewer))
    return set(connection.execute(found).scalars())


def _critical(since: datetime) -> Select[tuple[str, str, str, str, str]]:
    sorted_now = select(_L.number).where(_L.at > since - OVERLAP, _L.verb.in_(_SORTED))
    return _told(Cause.CRITICAL).where(_P.number.in_(sorted_now), _P.urgency == "critical", _P.closed_at.is_(None))


def _overdue(since: datetime, now: datetime) -> Select[tuple[str, str, str, str, str]]:
    due = and_(_A.handle_due_at > since, _A.handle_due_at <= now, _A.stage.in_(_RUNNING))
    columns = literal(Cause.OVERDUE).label("cause"), _P.number, _P.title, _P.identity, _A.unit
    return select(*columns).join_from(schema.assignment, schema.petition).where(due)


def _late_dispatch(since: datetime, now: datetime) -> Select[tuple[str, str, str, str, str]]:
    due = and_(_P.dispatch_due_at > since, _P.dispatch_due_at <= now)
    return _told(Cause.LATE_DISPATCH).where(due, _P.stage.in_(_TO_DISPATCH), _P.closed_at.is_(None))


def _told(cause: Cause) -> Select[tuple[str, str, str, str, str]]:
    return select(literal(cause).label("cause"), _P.number, _P.title, _P.identity, null().label("unit"))
