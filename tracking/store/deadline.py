"""Which assignments have a deadline that has passed without the act that follows it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select

from tracking.store import schema

_A = schema.assignment.c
_NOW: BindParameter[datetime] = bindparam("now")
_RUNNING = _A.stage.in_(["to_sign", "handling"])
_DUE = (
    select(_A.number, _A.index)
    .where(
        _RUNNING,
        _A.red_card_at.is_(None),
        or_(
            and_(_A.remind_at <= _NOW, _A.reminded_at.is_(None), _A.handle_due_at >= _NOW),
            and_(_A.handle_due_at < _NOW, _A.yellow_card_at.is_(None)),
            _A.supervised_due_at < _NOW,
        ),
    )
    .order_by(_A.handle_due_at)
    .limit(bindparam("most"))
)


def due(connection: Connection, *, now: datetime, most: int) -> Sequence[tuple[str, int]]:
    """(number, index) of assignments to act on, most overdue first."""
    return [(row[0], row[1]) for row in connection.execute(_DUE, {"now": now, "most": most})]
