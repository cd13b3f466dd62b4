"""The law of supervision rules: whether what happened passes a threshold, and from which moment on.

Plain arithmetic on facts that others read; a rule that is switched off finds nothing.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from admin.supervision.ladder import limit
from admin.supervision.rule import Rule, Unit
from tracking.domain.clock import CITY_ZONE
from tracking.domain.workday import WorkCalendar

_CLOCK = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
KNOWN_DAYS = timedelta(days=150)
"""How far back due days are told; what started earlier is due no later than these."""


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


def office_day(starts: datetime, calendar: WorkCalendar) -> date:
    """The day a start counts for: what comes after closing time is the next day's."""
    local = starts.astimezone(CITY_ZONE)
    return local.date() + timedelta(days=local.time() > calendar.hours.closes)


def slots(rule: Rule, first: date, now: datetime, *, calendar: WorkCalendar) -> Sequence[Slot]:
    """When starts of each office day since ``first`` are due, those that are not due yet left out.

    So a statement can tell what is late without a calendar of its own. Counted along the list of working days, for a
    tick asks for some thousand; a test holds it equal to ``due``.
    """
    last = office_day(now, calendar)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if duration(rule) is not None:
        return [Slot(day=day, due=None) for day in days]
    told = [day for day in days if day.year in calendar.years]
    work = [day for day in told if calendar.is_workday(day)]
    places = [(day, bisect_left(work, day) + rule.threshold) for day in told]
    reached = [(day, calendar.at(work[place], calendar.hours.closes)) for day, place in places if place < len(work)]
    return [Slot(day=day, due=at) for day, at in reached if at < now]


def cutoff(rule: Rule, now: datetime, *, calendar: WorkCalendar) -> datetime | None:
    """What started at this moment or before is late now; None where nothing of the last months is."""
    plain = duration(rule)
    if plain is not None:
        return now - plain
    late = slots(rule, office_day(now, calendar) - KNOWN_DAYS, now, calendar=calendar)
    return calendar.at(late[-1].day, calendar.hours.closes) if late else None


def falls_due(
    rule: Rule, since: datetime, now: datetime, *, calendar: WorkCalendar
) -> tuple[datetime, datetime] | None:
    """(from, to) of the starts that reached the threshold in [``since``, ``now``); None where there are none."""
    plain = duration(rule)
    if plain is not None:
        return since - plain, now - plain
    reached = slots(rule, office_day(since, calendar) - KNOWN_DAYS, now, calendar=calendar)
    days = [slot.day for slot in reached if slot.due is not None and slot.due >= since]
    if not days:
        return None
    closes = calendar.hours.closes
    return calendar.at(min(days) - timedelta(days=1), closes), calendar.at(max(days), closes)
