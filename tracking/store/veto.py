"""Vetoes: those a person found, and red cards that were left uncorrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from tracking.domain.indicator import Window
from tracking.domain.veto import Veto, VetoCause
from tracking.store.schema import assignment, veto

_V, _A = veto.c, assignment.c


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A person's finding as it stands."""

    id: int
    unit: str
    cause: VetoCause
    at: datetime
    number: str | None
    reason: str
    found_by: str
    found_at: datetime
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None


def within(connection: Connection, window: Window) -> Sequence[Veto]:
    """All that count in a window."""
    found = select(_V.unit, _V.cause, _V.at, _V.number).where(
        _V.at >= window.start, _V.at < window.end, _V.cancelled_at.is_(None)
    )
    cards = select(_A.unit, _A.rectify_due_at, _A.number).where(
        _A.rectify_due_at >= window.start,
        _A.rectify_due_at < window.end,
        _A.red_cancelled_at.is_(None),
        _A.withdrawn_at.is_(None),
        or_(_A.reported_at.is_(None), _A.reported_at > _A.rectify_due_at),
    )
    by_hand = [
        Veto(unit=row.unit, cause=VetoCause(row.cause), at=row.at, number=row.number)
        for row in connection.execute(found.order_by(_V.at, _V.id))
    ]
    return by_hand + [
        Veto(unit=row.unit, cause=VetoCause.RED_CARD, at=row.rectify_due_at, number=row.number)
        for row in connection.execute(cards.order_by(_A.rectify_due_at, _A.number))
    ]


def add(connection: Connection, **values: Any) -> int:
    """Record a finding; returns its id."""
    made: int = connection.execute(insert(veto).values(values).returning(_V.id)).scalar_one()
    return made


def cancel(connection: Connection, identity: int, *, by: str, at: datetime, reason: str) -> bool:
    """Whether it stood until now; a cancelled finding stays in the record."""
    standing = update(veto).where(_V.id == identity, _V.cancelled_at.is_(None))
    changed = standing.values(cancelled_at=at, cancelled_by=by, cancel_reason=reason)
    return connection.execute(changed).rowcount == 1


def recorded(connection: Connection, *, most: int = 200) -> Sequence[Recorded]:
    """The findings of persons, newest first."""
    rows = connection.execute(select(veto).order_by(_V.at.desc(), _V.id.desc()).limit(most)).mappings()
    return [Recorded(**{**row, "cause": VetoCause(row["cause"])}) for row in rows]
