"""Working days and office hours.

The calendar is data (a table seeded from the State Council's notices); a year that is not loaded is
refused, never guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tracking.domain.clock import CITY_ZONE
from tracking.domain.error import CalendarMissing

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """When offices open and close; half a working day ends at ``noon`` or at ``closes``."""

    opens: time = time(8, 30)
    noon: time = time(12, 0)
    closes: time = time(17, 0)


@dataclass(frozen=True)
class WorkCalendar:
    """Days off and swapped working days of the loaded years.

    ``exceptions`` maps a day to whether it is worked; all other days follow the week.
    """

    years: frozenset[int]
    exceptions: dict[date, bool]
    hours: OfficeHours = field(default_factory=OfficeHours)

    @classmethod
    def of(cls, days: Iterable[tuple[date, bool]], years: Iterable[int]) -> "WorkCalendar":
        """Build from (day, worked) pairs, keeping only those that differ from the plain week."""
        return cls(frozenset(years), {day: worked for day, worked in days if worked is (day.weekday() > 4)})

    def is_workday(self, day: date) -> bool:
        """Raises ``CalendarMissing`` for a year that is not loaded."""
        if day.year not in self.years:
            raise CalendarMissing(f"no working calendar for {day.year}", year=day.year)
        worked = self.exceptions.get(day)
        return day.weekday() < 5 if worked is None else worked

    def add_workdays(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``; the start day is not counted."""
        day = start
        for _ in range(count):
            day = self.next_workday(day)
        return day

    def next_workday(self, after: date) -> date:
        """The first working day after ``after``."""
        day = after + _DAY
        while not self.is_workday(day):
            day += _DAY
        return day

    def previous_workday(self, before: date) -> date:
        """The last working day before ``before``."""
        day = before - _DAY
        while not self.is_workday(day):
            day -= _DAY
        return day

    def count_workdays(self, after: date, until: date) -> int:
        """How many working days lie in (``after``, ``until``]."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(self.is_workday(day) for day in days)

    def closing_from(self, day: date) -> datetime:
        """Closing time of a day, or of the first working day after it: a time limit never ends on a day off."""
        return self.at(day if self.is_workday(day) else self.next_workday(day), self.hours.closes)

    def at(self, day: date, moment: time) -> datetime:
        """An instant of ``day`` in the city's zone."""
        return datetime.combine(day, moment, CITY_ZONE)

    def office_start(self, received: datetime) -> datetime:
        """When the clock of a normal matter starts: now, or the next working morning after hours."""
        local = received.astimezone(CITY_ZONE)
        day = local.date()
        if self.is_workday(day):
            if local.time() < self.hours.opens:
                return self.at(day, self.hours.opens)
            if local.time() <= self.hours.closes:
                return local
        return self.at(self.next_workday(day), self.hours.opens)
