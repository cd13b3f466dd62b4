"""Versioned parameters and the working calendar, read into domain values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.deadline import Limit, Measure, RuleBook, Rules, Step
from tracking.domain.error import UnknownCode
from tracking.domain.nine import Worth
from tracking.domain.scoring import Line, Scheme
from tracking.domain.workday import WorkCalendar
from tracking.store import schema
from tracking.store.freshness import touch

DEADLINES, COUNT = "deadlines", "count"
SCHEME, COUNTING, COMPOSITE = "scheme", "counting", "composite"


def rulebook(connection: Connection) -> RuleBook:
    """All versions of the deadlines."""
    return RuleBook(tuple(_rules(row) for row in versions(connection, DEADLINES)))


def versions(connection: Connection, name: str) -> list[Mapping[str, Any]]:
    """All versions of a parameter, oldest first."""
    table = schema.parameter
    rows = connection.execute(select(table).where(table.c.name == name).order_by(table.c.effective_on, table.c.version))
    return [dict(row) for row in rows.mappings()]


def several(connection: Connection, names: Sequence[str]) -> Mapping[str, list[Mapping[str, Any]]]:
    """All versions of some parameters by their names, oldest first, in one statement."""
    c, found = schema.parameter.c, dict[str, list[Mapping[str, Any]]]()
    wanted = select(schema.parameter).where(c.name.in_(names)).order_by(c.effective_on, c.version)
    for row in connection.execute(wanted).mappings():
        found.setdefault(row["name"], []).append(dict(row))
    return found


def all_versions(connection: Connection) -> list[Mapping[str, Any]]:
    """Name, version and first day of everything, without the rows; oldest first."""
    table = schema.parameter
    wanted = select(table.c.name, table.c.version, table.c.effective_on).order_by(table.c.effective_on, table.c.version)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def in_force(connection: Connection, name: str, on: date) -> Mapping[str, Any]:
    """The version of a parameter in force on a day. Raises ``UnknownCode``."""
    return _in_force(versions(connection, name), name, on)


def _in_force(known: Sequence[Mapping[str, Any]], name: str, on: date) -> Mapping[str, Any]:
    past = [each for each in known if each["effective_on"] <= on]
    if not past:
        raise UnknownCode(f"no {name} in force yet", field=name, value=on.isoformat())
    return max(past, key=lambda each: (each["effective_on"], each["version"]))


def numbers(connection: Connection, name: str, on: date) -> Mapping[str, Decimal]:
    """A parameter of named numbers."""
    return {each["name"]: Decimal(each["value"]) for each in in_force(connection, name, on)["body"]}


def scheme(connection: Connection, on: date) -> Scheme:
    """Lines, weights, grades and the worth of answers in force on a day; the version names both parameters."""
    lines, counting = in_force(connection, SCHEME, on), in_force(connection, COUNTING, on)
    return scheme_of(lines, counting)


def schemes(connection: Connection, days: Iterable[date]) -> Mapping[date, Scheme]:
    """The scheme in force on each of several days, in two statements."""
    lines, counting = versions(connection, SCHEME), versions(connection, COUNTING)
    return {on: scheme_of(_in_force(lines, SCHEME, on), _in_force(counting, COUNTING, on)) for on in days}


def scheme_of(lines: Mapping[str, Any], counting: Mapping[str, Any]) -> Scheme:
    """From one version of each: rows of indicator, excellent, qualified, weight; rows of name, value."""
    rows = {each["indicator"]: each for each in lines["body"]}
    composite = rows.pop(COMPOSITE)
    number = {each["name"]: Decimal(each["value"]) for each in counting["body"]}
    return Scheme(
        version=f"{lines['version']}·{counting['version']}",
        effective_on=max(lines["effective_on"], counting["effective_on"]),
        lines={code: _line(row) for code, row in rows.items()},
        excellent_from=Decimal(composite["excellent"]),
        qualified_from=Decimal(composite["qualified"]),
        least=int(number["least_completed"]),
        month_starts_on=int(number["month_starts_on"]),
        at_qualified=number["at_qualified"],
        zero_drop=number["zero_drop"],
        zero_factor=number["zero_factor"],
        worth=Worth(partly_solved=number["partly_solved"], basically_satisfied=number["basically_satisfied"]),
    )


def _line(row: Mapping[str, Any]) -> Line:
    return Line(excellent=Decimal(row["excellent"]), qualified=Decimal(row["qualified"]), weight=Decimal(row["weight"]))


def put(connection: Connection, *, name: str, version: str, effective_on: date, body: Any) -> None:
    """Add a version; one that is there already stays as it is, for figures were computed with it."""
    row = {"name": name, "version": version, "effective_on": effective_on, "body": body}
    connection.execute(insert(schema.parameter).values(row).on_conflict_do_nothing())
    touch(connection)


def _rules(row: Mapping[str, Any]) -> Rules:
    return rules_of(row["version"], row["effective_on"], row["body"])


def rules_of(version: str, effective_on: date, rows: Sequence[Mapping[str, Any]]) -> Rules:
    """One version of the limits: rows of step, column, amount, measure, times; ``count`` rows are no time."""
    timed = [each for each in rows if each["step"] != COUNT]
    limits = {
        (Step(each["step"]), each["column"]): Limit(
            amount=Decimal(each["amount"]), measure=Measure(each["measure"]), times=int(each.get("times") or 1)
        )
        for each in timed
    }
    counts = {each["column"]: int(each["amount"]) for each in rows if each["step"] == COUNT}
    return Rules(version=version, effective_on=effective_on, limits=limits, counts=counts)


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
    touch(connection)
