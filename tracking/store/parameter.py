"""Versioned parameters and the working calendar, read into domain values."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.deadline import Limit, Measure, RuleBook, Rules, Step
from tracking.domain.workday import WorkCalendar
from tracking.store import schema

DEADLINES = "deadlines"


def rulebook(connection: Connection) -> RuleBook:
    """All versions of the deadlines."""
    return RuleBook(tuple(_rules(row) for row in versions(connection, DEADLINES)))


def versions(connection: Connection, name: str) -> list[Mapping[str, Any]]:
    """All versions of a parameter, oldest first."""
    table = schema.parameter
    rows = connection.execute(select(table).where(table.c.name == name).order_by(table.c.effective_on))
    return [dict(row) for row in rows.mappings()]


def put(connection: Connection, *, name: str, version: str, effective_on: date, body: Any) -> None:
    """Add a version; one that is there already stays as it is, for figures were computed with it."""
    row = {"name": name, "version": version, "effective_on": effective_on, "body": body}
    connection.execute(insert(schema.parameter).values(row).on_conflict_do_nothing())


def _rules(row: Mapping[str, Any]) -> Rules:
    limits = {
        (Step(each["step"]), each["column"]): Limit(
            amount=Decimal(each["amount"]), measure=Measure(each["measure"]), times=int(each.get("times") or 1)
        )
        for each in row["body"]
    }
    return Rules(version=row["version"], effective_on=row["effective_on"], limits=limits)


def calendar(connection: Connection) -> WorkCalendar:
    """The loaded years with their exceptions."""
    years = connection.execute(select(schema.calendar_year.c.year)).scalars()
    days = connection.execute(select(schema.calendar_day.c.day, schema.calendar_day.c.worked))
    return WorkCalendar.of([(row.day, row.worked) for row in days], years)


def put_year(connection: Connection, year: int, source: str, days: Iterable[tuple[date, bool, str]]) -> None:
    """Load a year: (day, worked, note) for each day that differs from the plain week."""
    connection.execute(insert(schema.calendar_year).values(year=year, source=source).on_conflict_do_nothing())
    rows = [{"day": day, "worked": worked, "note": note} for day, worked, note in days]
    if rows:
        connection.execute(insert(schema.calendar_day).on_conflict_do_nothing(), rows)
