"""Clocks: which step has how long, for which kind and urgency, and when that is over.

The limits are versioned parameters (``RuleBook``); a running petition keeps the version it began with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from tracking.domain.clock import CITY_ZONE
from tracking.domain.error import CalendarMissing, UnknownCode
from tracking.domain.vocabulary import Kind, Urgency
from tracking.domain.workday import WorkCalendar

ANY = "any"


class Step(StrEnum):
    """The steps that have a clock."""

    DISPATCH = "dispatch"
    SIGN = "sign"
    RETURN = "return"
    CONTACT = "contact"
    HANDLE = "handle"
    CALLBACK = "callback"
    EXTENSION = "extension"
    SUPERVISED = "supervised"
    RECTIFY = "rectify"
    SUSPENSION = "suspension"
    REOPEN = "reopen"


class Count(StrEnum):
    """The limits that are counted, not timed."""

    CALLBACK_TRIES = "callback_tries"
    CALLBACK_DAYS = "callback_days"
    RETURNS = "returns_before_arbitration"
    UNITS = "units_before_arbitration"


class Measure(StrEnum):
    """What a limit is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKDAYS = "workdays"
    DAYS = "days"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many minutes, hours, calendar days or working days (half days allowed); ``times`` is for extensions."""

    amount: Decimal
    measure: Measure
    times: int = 1

    def __str__(self) -> str:
        return f"{self.amount:f} {self.measure}"

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """The reverse of ``str()``, such as ``60 days``. Raises ``ValueError``."""
        amount, measure = text.split(" ")
        return cls(amount=Decimal(amount), measure=Measure(measure))

    @property
    def in_days(self) -> bool:
        """Whether it ends at closing time of a day."""
        return self.measure in (Measure.WORKDAYS, Measure.DAYS)


def workdays(days: int | None) -> Limit | None:
    """A limit of so many working days, None where there is none."""
    return None if days is None else Limit(amount=Decimal(days), measure=Measure.WORKDAYS)


@dataclass(frozen=True, kw_only=True)
class Due:
    """A deadline. ``at`` is None while the calendar of its year is not loaded: provisional, not guessed."""

    at: datetime | None

    @property
    def provisional(self) -> bool:
        return self.at is None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One version of the limits.

    Keys are (step, column); columns are the kinds, the two urgent classes, the statutory tracks (such as
    ``xinfang``) and ``any`` for steps that are the same for all. ``counts`` are the limits that are no time.
    """

    version: str
    effective_on: date
    limits: Mapping[tuple[Step, str], Limit]
    counts: Mapping[str, int] = field(default_factory=dict)

    def limit(self, step: Step, *, kind: Kind | None, urgency: Urgency, track: str | None = None) -> Limit | None:
        """The limit of a step, or None where the procedure has none (praise needs no contact)."""
        if track is not None and (Step.HANDLE, track) in self.limits and step in (Step.HANDLE, Step.EXTENSION):
            return self.limits.get((step, track))
        return self.limits.get((step, column(kind, urgency))) or self.limits.get((step, ANY))

    def count(self, name: Count) -> int:
        """How many. Raises ``UnknownCode`` for one this version does not set."""
        if name not in self.counts:
            raise UnknownCode("the rules set no such number", field="rules", value=name)
        return self.counts[name]


@dataclass(frozen=True)
class RuleBook:
    """All versions of the limits, oldest first."""

    versions: tuple[Rules, ...]

    def at(self, day: date) -> Rules:
        """The version in force on ``day``."""
        past = [rules for rules in self.versions if rules.effective_on <= day]
        if not past:
            raise UnknownCode("no rules in force yet", field="rules", value=day.isoformat())
        return max(past, key=lambda rules: rules.effective_on)

    def version(self, name: str) -> Rules:
        """The version called ``name``. Raises ``UnknownCode``."""
        for rules in self.versions:
            if rules.version == name:
                return rules
        raise UnknownCode("no such version of the rules", field="rules", value=name)


def column(kind: Kind | None, urgency: Urgency) -> str:
    """Urgent matters have columns of their own; a matter not yet classified counts as a complaint."""
    return (kind or Kind.COMPLAINT).value if urgency is Urgency.NORMAL else urgency.value


def due(start: datetime, limit: Limit | None, calendar: WorkCalendar, *, urgency: Urgency) -> Due:
    """When ``limit`` that begins at ``start`` is over.

    Urgent matters run round the clock. Normal ones begin in office hours; working days end at closing
    time with the start day not counted.
    """
    if limit is None:
        return Due(at=None)
    try:
        begin = start.astimezone(CITY_ZONE) if urgency is not Urgency.NORMAL else calendar.office_start(start)
        return Due(at=_end(begin, limit, calendar))
    except CalendarMissing:
        return Due(at=None)


def _end(begin: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    if limit.measure is Measure.MINUTES:
        return begin + timedelta(minutes=float(limit.amount))
    if limit.measure is Measure.HOURS:
        return begin + timedelta(hours=float(limit.amount))
    if limit.measure is Measure.DAYS:
        return calendar.closing_from(begin.date() + timedelta(days=int(limit.amount)))
    return _workdays_end(begin, limit.amount, calendar)


def _workdays_end(begin: datetime, amount: Decimal, calendar: WorkCalendar) -> datetime:
    """Half a day runs from a morning to that day's closing, from an afternoon to the next working noon."""
    day = calendar.add_workdays(begin.date(), int(amount))
    if amount % 1 == 0:
        return calendar.at(day, calendar.hours.closes)
    if begin.time() < calendar.hours.noon:
        return calendar.at(day, calendar.hours.closes)
    return calendar.at(calendar.next_workday(day), calendar.hours.noon)


def reminder_at(start: datetime, due_at: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    """When the handler is reminded: one working day before, or at 80 % of an hour-based limit."""
    if not limit.in_days:
        return start + (due_at - start) * 4 / 5
    local = due_at.astimezone(CITY_ZONE)
    return calendar.at(calendar.previous_workday(local.date()), local.time())
