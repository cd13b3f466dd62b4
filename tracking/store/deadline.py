"""Which assignments have a deadline that has passed without the act that follows it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select, union, union_all

from tracking.domain.stage import OPEN_ASSIGNMENT_STAGES, AssignmentStage, PetitionStage
from tracking.store import schema

_A = schema.assignment.c
_NOW: BindParameter[datetime] = bindparam("now")
_RUNNING = _A.stage.in_(["to_sign", "handling"])
_LATE = and_(
    _RUNNING,
    _A.red_card_at.is_(None),
    or_(
        and_(_A.remind_at <= _NOW, _A.reminded_at.is_(None), _A.handle_due_at >= _NOW),
        and_(_A.handle_due_at < _NOW, _A.yellow_card_at.is_(None)),
        _A.supervised_due_at < _NOW,
    ),
)
_PAUSE_OVER = and_(_A.stage == AssignmentStage.SUSPENDED, _A.suspended_until <= _NOW)
_DUE = (
    union_all(*(select(_A.number, _A.index, _A.handle_due_at).where(each) for each in (_LATE, _PAUSE_OVER)))
    .order_by("handle_due_at")
    .limit(bindparam("most"))
)


def due(connection: Connection, *, now: datetime, most: int) -> Sequence[tuple[str, int]]:
    """(number, index) of assignments to act on, most overdue first."""
    return [(row[0], row[1]) for row in connection.execute(_DUE, {"now": now, "most": most})]


_P = schema.petition.c
_WAITING = _P.stage.in_([PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH])
_UNSURE = or_(
    and_(_P.closed_at.is_(None), _WAITING, _P.dispatch_due_at.is_(None)),
    and_(
        _P.closed_at.is_(None),
        _P.stage == PetitionStage.AWAITING_CALLBACK,
        _P.callback_needed,
        _P.callback_due_at.is_(None),
    ),
)
_PROVISIONAL = union(
    select(_A.number).where(_A.provisional, _A.stage.in_(sorted(OPEN_ASSIGNMENT_STAGES))),
    select(_P.number).where(_UNSURE),
).limit(bindparam("most"))


def provisional(connection: Connection, *, most: int) -> Sequence[str]:
    """Petitions with a deadline that could not be told yet."""
    return list(connection.execute(_PROVISIONAL, {"most": most}).scalars())
