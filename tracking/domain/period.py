"""Periods of the figures: weeks, months, quarters and years, half-open and in the city's zone.

A month may start on another day than the first (some cities count from the 19th): the month named March then runs
from that day of February to the day before it in March. Quarters and years are made of such months.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracking.domain.clock import CITY_ZONE
from tracking.domain.error import InvalidValue
from tracking.domain.indicator import Window

_NAME = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])))?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Period:
    """So many months of a year, the first of them by its number."""

    year: int
    month: int
    months: int

    def __str__(self) -> str:
        if self.months == 12:
            return f"{self.year:04d}"
        return f"{self.year:04d}-Q{self.month // 3 + 1}" if self.months == 3 else f"{self.year:04d}-{self.month:02d}"

    @property
    def begins_on(self) -> date:
        """The first day of the first month by name; what parameters are in force is told by it."""
        return date(self.year, self.month, 1)

    def window(self, *, starts_on: int = 1) -> Window:
        """Its instants; ``starts_on`` is the day of the month, up to 28."""
        ends = _month(self.year, self.month + self.months)
        if starts_on == 1:
            return Window(start=_midnight(self.begins_on), end=_midnight(ends))
        first, last = _month(self.year, self.month - 1), _month(ends.year, ends.month - 1)
        return Window(start=_midnight(first.replace(day=starts_on)), end=_midnight(last.replace(day=starts_on)))


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week from Monday to Sunday by its number in ISO 8601, wherever months begin."""

    year: int
    week: int

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"

    @property
    def begins_on(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    def window(self, *, starts_on: int = 1) -> Window:
        """Its instants."""
        return Window(start=_midnight(self.begins_on), end=_midnight(self.begins_on + timedelta(days=7)))


Span = Period | Week


def month_of(day: date) -> Period:
    """The month that is named after ``day``."""
    return Period(year=day.year, month=day.month, months=1)


def parse(name: str) -> Period:
    """``2026-03``, ``2026-Q1`` or ``2026``. Raises ``InvalidValue``."""
    match = _NAME.fullmatch(name)
    year, month, quarter = (int(each) if each else None for each in match.groups()) if match else (None, None, None)
    if not year or (month is not None and not 1 <= month <= 12):
        raise InvalidValue("not a period", field="period", value=name[:20])
    if quarter:
        return Period(year=year, month=3 * quarter - 2, months=3)
    return Period(year=year, month=month or 1, months=1 if month else 12)


def week_of(day: date) -> Week:
    """The week in which ``day`` is."""
    year, week, _ = day.isocalendar()
    return Week(year=year, week=week)


def named(name: str) -> Span:
    """``2026-W10`` besides what ``parse`` takes. Raises ``InvalidValue``."""
    match = _WEEK.fullmatch(name)
    if match is None:
        return parse(name)
    found = Week(year=int(match[1]), week=int(match[2]))
    try:
        known = found.begins_on.isocalendar()[1] == found.week
    except ValueError:
        known = False
    if not known:
        raise InvalidValue("not a week", field="period", value=name[:20])
    return found


def _month(year: int, month: int) -> date:
    """The first of a month; months before 1 and after 12 lie in the years beside."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_ZONE)
