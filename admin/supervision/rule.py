"""The law of supervision rules (监察规则): what a rule watches, and whether what happened passes its threshold.

Plain arithmetic on facts that others read. A node or a total is measured in time, a count and a trace in times; a rule
that is switched off finds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from admin.supervision.ladder import limit
from tracking.domain.clock import CITY_ZONE
from tracking.domain.workday import WorkCalendar


class Watch(StrEnum):
    """What a rule looks at: one step, the whole way, how often, or a trace of gaming."""

    NODE = "node"
    TOTAL = "total"
    COUNT = "count"
    FACT = "fact"


class Unit(StrEnum):
    """In what a threshold is given."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKDAYS = "workdays"
    TIMES = "times"


class Per(StrEnum):
    """Whose count it is: one petition's, or one unit's in a window of days."""

    PETITION = "petition"
    UNIT = "unit"


TOTAL = "total"
NODES = ("dispatch", "sign", "contact", "return", "handle", "review", "callback")
COUNTS = ("urges", "reworks", "units", "returns", "extensions", "suspensions")
SUBJECTS: Mapping[Watch, Sequence[str]] = {
    Watch.NODE: NODES,
    Watch.TOTAL: (TOTAL,),
    Watch.COUNT: COUNTS,
    Watch.FACT: (
        *("quick_closing", "kind_changed", "batch_closing", "same_reply"),
        *("last_moment_then_rework", "backdated_contact"),
    ),
}
LEVELS = range(1, 5)
_CLOCK = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One version of a rule. Empty ``kinds`` or ``urgencies``: all of them; ``level`` 1–4, 4 the gravest."""

    code: str
    version: int
    name: str
    watches: Watch
    subject: str
    per: Per
    threshold: int
    measure: Unit
    window_days: int
    kinds: Sequence[str]
    urgencies: Sequence[str]
    level: int
    effective_on: date
    active: bool


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What was read of one subject in one round. ``starts``/``ends`` for time (``ends`` None: still running)."""

    subject: str
    round: int
    kind: str | None = None
    urgency: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    times: int = 0


@dataclass(frozen=True, kw_only=True)
class Slot:
    """What starts on an office day passes the rule after ``due``; None: after its plain duration."""

    day: date
    due: datetime | None


def duration(rule: Rule) -> timedelta | None:
    """The threshold where it is plain time; None for working days and times."""
    return _CLOCK[rule.measure] * rule.threshold if rule.measure in _CLOCK else None


def due(rule: Rule, starts: datetime, calendar: WorkCalendar) -> datetime | None:
    """When the threshold is reached; None in a year without a calendar, which is never guessed."""
    plain = duration(rule)
    return limit(starts, rule.threshold, calendar) if plain is None else starts + plain


def applies(rule: Rule, fact: Fact) -> bool:
    """Whether the rule is on and meant for this kind and urgency."""
    kinds, urgencies = rule.kinds, rule.urgencies
    return rule.active and (not kinds or fact.kind in kinds) and (not urgencies or fact.urgency in urgencies)


def passes(rule: Rule, fact: Fact, now: datetime, calendar: WorkCalendar) -> bool:
    """Whether there is an alarm: longer than the threshold, or at least as often."""
    if not applies(rule, fact):
        return False
    if rule.measure is Unit.TIMES:
        return fact.times >= rule.threshold
    if fact.starts is None:
        return False
    reached = due(rule, fact.starts, calendar)
    return reached is not None and (fact.ends or now) > reached


def alarms(pairs: Sequence[tuple[Rule, Fact]], now: datetime, *, calendar: WorkCalendar) -> Sequence[int]:
    """The places of those that are alarms: of each rule, subject and round the first."""
    found: dict[tuple[str, str, int], int] = {}
    for place, (rule, fact) in enumerate(pairs):
        if passes(rule, fact, now, calendar):
            found.setdefault((rule.code, fact.subject, fact.round), place)
    return list(found.values())


def in_force(versions: Iterable[Rule], on: date) -> Mapping[str, Rule]:
    """Of each rule the newest version whose day has come; one switched off stays in, for it stops the older."""
    found: dict[str, Rule] = {}
    for each in sorted(versions, key=lambda rule: (rule.effective_on, rule.version)):
        if each.effective_on <= on:
            found[each.code] = each
    return found


def office_day(starts: datetime, calendar: WorkCalendar) -> date:
    """The day a start counts for: what comes after closing time is the next day's."""
    local = starts.astimezone(CITY_ZONE)
    return local.date() + timedelta(days=local.time() > calendar.hours.closes)


def slots(rule: Rule, first: date, now: datetime, *, calendar: WorkCalendar) -> Sequence[Slot]:
    """When starts of each office day since ``first`` are due, those that are not due yet left out.

    So a statement can tell what is late without a calendar of its own.
    """
    last = office_day(now, calendar)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if duration(rule) is not None:
        return [Slot(day=day, due=None) for day in days]
    reached = [(day, due(rule, calendar.at(day, calendar.hours.closes), calendar)) for day in days]
    return [Slot(day=day, due=at) for day, at in reached if at is not None and at < now]


def cutoff(rule: Rule, now: datetime, *, calendar: WorkCalendar) -> datetime | None:
    """What started at this moment or before is late now; None where nothing of the last months is."""
    plain = duration(rule)
    if plain is not None:
        return now - plain
    late = slots(rule, office_day(now, calendar) - timedelta(days=150), now, calendar=calendar)
    return calendar.at(late[-1].day, calendar.hours.closes) if late else None
