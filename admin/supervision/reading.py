"""What the rules look at, read from the database: one statement for each kind of rule.

Open matters are read whatever their age, what has ended only for some days: a tick saw it before it ended. Where only
some petitions are ``near``, only those are read. What has its alarm already is left out; each statement gives at most
``most`` rows, the oldest first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, TextClause

from admin.supervision.judging import KNOWN_DAYS, Fact, duration, slots
from admin.supervision.measured import COUNTS, SPANS, UNITS
from admin.supervision.rule import Per, Rule, Watch
from tracking.domain.clock import city_day
from tracking.domain.workday import WorkCalendar

RECENT = timedelta(days=3)
"""For so long after it ended a node is still judged: more than the ticks may ever stand still."""
Near = Sequence[str] | None
"""The petitions to be looked at; None: all."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A fact of one rule with where it belongs. ``number``/``index`` are None where a unit's work is meant."""

    code: str
    fact: Fact
    number: str | None
    index: int | None
    unit: str | None
    evidence: str = ""


def late(
    connection: Connection, rules: Iterable[Rule], now: datetime, *, calendar: WorkCalendar, near: Near, most: int
) -> Sequence[Seen]:
    """Nodes and whole ways that took longer than a rule of time."""
    timed = [rule for rule in rules if rule.watches in (Watch.NODE, Watch.TOTAL)]
    first = city_day(now - KNOWN_DAYS)
    rows = [(rule, slot) for rule in timed for slot in slots(rule, first, now, calendar=calendar)]
    known = {
        "codes": [rule.code for rule, _ in rows],
        "nodes": [rule.subject for rule, _ in rows],
        "days": [slot.day for _, slot in rows],
        "dues": [slot.due for _, slot in rows],
        "seconds": [_seconds(rule) for rule, _ in rows],
        "kinds": [" ".join(rule.kinds) for rule, _ in rows],
        "urgencies": [" ".join(rule.urgencies) for rule, _ in rows],
        "recent": now - RECENT,
        "first": first,
        "zone": "Asia/Shanghai",
        "closes": str(calendar.hours.closes),
        "now": now,
    }
    return _seen(connection, SPANS, known, near, most) if rows else []


def often(connection: Connection, rules: Iterable[Rule], *, near: Near, most: int) -> Sequence[Seen]:
    """Open petitions something happened to as often as a rule says."""
    own = [rule for rule in rules if rule.watches is Watch.COUNT and rule.per is Per.PETITION]
    return _seen(connection, COUNTS, _least(own), near, most) if own else []


def of_units(connection: Connection, rules: Iterable[Rule], now: datetime, *, near: Near, most: int) -> Sequence[Seen]:
    """Units something happened to as often as a rule says, in the window of the rule."""
    own = [rule for rule in rules if rule.watches is Watch.COUNT and rule.per is Per.UNIT]
    if not own:
        return []
    sinces = [now - timedelta(days=rule.window_days) for rule in own]
    windows = {"sinces": sinces, "rounds": [window_of(rule, now) for rule in own], "since": min(sinces)}
    return _seen(connection, UNITS, _least(own) | windows, near, most)


def window_of(rule: Rule, now: datetime) -> int:
    """The number of the window a moment lies in: a unit has one alarm in each."""
    return city_day(now).toordinal() // max(rule.window_days, 1)


def _seconds(rule: Rule) -> float | None:
    plain = duration(rule)
    return plain.total_seconds() if plain else None


def _least(rules: Sequence[Rule]) -> dict[str, Any]:
    return {
        "codes": [rule.code for rule in rules],
        "whats": [rule.subject for rule in rules],
        "thresholds": [rule.threshold for rule in rules],
        "kinds": [" ".join(rule.kinds) for rule in rules],
        "urgencies": [" ".join(rule.urgencies) for rule in rules],
    }


def _seen(
    connection: Connection, both: tuple[TextClause, TextClause], known: Mapping[str, Any], near: Near, most: int
) -> list[Seen]:
    if near is not None and not near:
        return []
    everywhere, narrowed = both
    statement = everywhere if near is None else narrowed
    given = {} if near is None else {"numbers": list(near)}
    rows = connection.execute(statement, {**known, **given, "most": most}).mappings()
    return [_one(dict(row)) for row in rows]


def _one(row: Mapping[str, Any]) -> Seen:
    fact = Fact(
        subject=row["subject"],
        round=row["round"],
        kind=row["kind"],
        urgency=row["urgency"],
        starts=row["starts"],
        ends=row["ends"],
        times=int(row["times"]),
    )
    return Seen(code=row["code"], fact=fact, number=row["number"], index=row["index"], unit=row["unit"])
