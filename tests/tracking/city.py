"""The city's rules and calendar without a database: the same files, read directly."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

import chinese_calendar
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from routing import load
from tracking.domain.clock import CITY_ZONE
from tracking.domain.deadline import Rules
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.workday import WorkCalendar
from tracking.store.parameter import rules_of

FIRST_YEAR, LAST_YEAR = 2004, 2026


@cache
def calendar() -> WorkCalendar:
    """Every year that ``chinesecalendar`` covers."""
    days = ((day, chinese_calendar.is_workday(day)) for day in _days())
    return WorkCalendar.of(days, range(FIRST_YEAR, LAST_YEAR + 1))


def _days() -> Iterator[date]:
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        yield day
        day += timedelta(days=1)


@cache
def rules() -> Rules:
    """The limits of Shenyang."""
    return rules_of("2009-09", date(2009, 9, 1), list(load.read(load.SHENYANG / "deadlines.csv")))


def timetable() -> Timetable:
    return Timetable(rules=rules(), calendar=calendar())


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of 2026 in the city."""
    return datetime.combine(date(2026, month, day), time(hour, minute), CITY_ZONE)


def closing(month: int, day: int) -> datetime:
    """When the offices close on a day of 2026."""
    return at(month, day, 17)


def instants(first_year: int, last_year: int) -> SearchStrategy[datetime]:
    """Any instant from the beginning of one year to the middle of another."""
    return st.datetimes(
        datetime(first_year, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
        datetime(last_year, 6, 30),  # noqa: DTZ001
        timezones=st.just(CITY_ZONE),
    )


MONDAY = at(3, 2)
