"""The signed roots of the ledger's days, and the entries under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, func, insert, select

from tracking.domain.clock import CITY_ZONE, city_day
from tracking.store.schema import day_root, ledger


@dataclass(frozen=True, kw_only=True)
class DayRoot:
    """The root over all entries of a city's day. ``previous`` is the root of the day before, so days form a chain."""

    day: date
    size: int
    root: bytes
    previous: bytes
    signature: bytes
    made_at: datetime


def add(connection: Connection, made: DayRoot) -> None:
    connection.execute(insert(day_root).values(**vars(made)))


def of(connection: Connection, day: date) -> DayRoot | None:
    row = connection.execute(select(day_root).where(day_root.c.day == day)).mappings().first()
    return DayRoot(**row) if row else None


def every(connection: Connection) -> Sequence[DayRoot]:
    """All roots, oldest first."""
    return [DayRoot(**row) for row in connection.execute(select(day_root).order_by(day_root.c.day)).mappings()]


def last(connection: Connection) -> DayRoot | None:
    row = connection.execute(select(day_root).order_by(day_root.c.day.desc()).limit(1)).mappings().first()
    return DayRoot(**row) if row else None


def first_day(connection: Connection) -> date | None:
    """The day of the oldest entry."""
    oldest = connection.execute(select(func.min(ledger.c.at))).scalar_one()
    return city_day(oldest) if oldest else None


def leaves(connection: Connection, day: date) -> Sequence[tuple[str, int, bytes]]:
    """(number, seq, hash) of a day's entries in the order of the tree."""
    start = datetime.combine(day, time(), CITY_ZONE)
    rows = connection.execute(
        select(ledger.c.number, ledger.c.seq, ledger.c.hash)
        .where(ledger.c.at >= start, ledger.c.at < start + timedelta(days=1))
        .order_by(ledger.c.number, ledger.c.seq)
    )
    return [(row.number, row.seq, row.hash) for row in rows]
