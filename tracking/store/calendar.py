"""Editing the working calendar: a day, a whole year, and the record of who changed what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql

from tracking.store.freshness import touch
from tracking.store.schema import calendar_change, calendar_day, calendar_year


@dataclass(frozen=True, kw_only=True)
class Special:
    """A day that differs from the plain week."""

    day: date
    worked: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who changed a day, and to what; ``worked`` None: back to the plain week."""

    day: date
    worked: bool | None
    note: str
    changed_by: str
    changed_at: datetime


def years(connection: Connection) -> Sequence[tuple[int, str]]:
    """(year, source) of the loaded years, newest first."""
    rows = connection.execute(select(calendar_year).order_by(calendar_year.c.year.desc()))
    return [(row.year, row.source) for row in rows]


def exceptions(connection: Connection, year: int) -> Sequence[Special]:
    day = calendar_day.c.day
    rows = connection.execute(
        select(calendar_day).where(day >= date(year, 1, 1), day <= date(year, 12, 31)).order_by(day)
    )
    return [Special(**row) for row in rows.mappings()]


def changes(connection: Connection, *, most: int = 30) -> Sequence[Change]:
    """The latest changes, newest first."""
    columns = [calendar_change.c[name] for name in Change.__dataclass_fields__]
    rows = connection.execute(select(*columns).order_by(calendar_change.c.id.desc()).limit(most))
    return [Change(**row) for row in rows.mappings()]


def add_year(connection: Connection, year: int, source: str) -> bool:
    """Whether the year was not loaded before."""
    statement = postgresql.insert(calendar_year).values(year=year, source=source).on_conflict_do_nothing()
    touch(connection)
    return connection.execute(statement.returning(calendar_year.c.year)).first() is not None


def set_day(connection: Connection, change: Change) -> None:
    """Note the change and carry it out."""
    connection.execute(insert(calendar_change).values(**vars(change)))
    connection.execute(delete(calendar_day).where(calendar_day.c.day == change.day))
    if change.worked is not None:
        values = {"day": change.day, "worked": change.worked, "note": change.note}
        connection.execute(insert(calendar_day).values(values))
    touch(connection)
