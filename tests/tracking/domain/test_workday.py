"""Working days: the golden cases, and the laws of counting them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking import city
from tests.tracking.profile import BRIEF
from tracking.domain.error import CalendarMissing
from tracking.domain.workday import OfficeHours, WorkCalendar

CALENDAR = city.calendar()
DAYS = st.dates(date(2009, 1, 1), date(2026, 6, 30))
COUNTS = st.integers(0, 60)
INSTANTS = city.instants(2009, 2026)


def _vectors() -> list[list[str]]:
    file = Path(__file__).parents[2] / "data" / "workday_vectors.tsv"
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]


GOLDEN = [row for row in _vectors() if not row[2].startswith("ERR")]
REFUSED = [row for row in _vectors() if row[2].startswith("ERR")]


def test_all_ninety_golden_cases_are_there() -> None:
    assert (len(GOLDEN), len(REFUSED)) == (87, 3)


@pytest.mark.parametrize(("start", "count", "expected", "_"), GOLDEN)
def test_it_counts_as_two_independent_packages_do(start: str, count: str, expected: str, _: str) -> None:
    assert CALENDAR.add_workdays(date.fromisoformat(start), int(count)) == date.fromisoformat(expected)


@pytest.mark.parametrize("row", REFUSED)
def test_it_refuses_to_guess_a_year_that_is_not_loaded(row: list[str]) -> None:
    with pytest.raises(CalendarMissing) as refused:
        CALENDAR.add_workdays(date.fromisoformat(row[0]), int(row[1]))
    assert (str(refused.value), refused.value.details) == ("no working calendar for 2027", {"year": 2027})


@BRIEF
@given(start=DAYS, count=st.integers(1, 60))
def test_it_always_lands_on_a_working_day(start: date, count: int) -> None:
    assert CALENDAR.is_workday(CALENDAR.add_workdays(start, count))


@BRIEF
@given(start=DAYS, fewer=COUNTS, more=COUNTS, delay=st.integers(0, 10))
def test_later_starts_and_longer_counts_never_end_earlier(start: date, fewer: int, more: int, delay: int) -> None:
    fewer, more = sorted((fewer, more))
    end = CALENDAR.add_workdays(start, fewer)
    assert end <= CALENDAR.add_workdays(start, more)
    assert end <= CALENDAR.add_workdays(start + timedelta(days=delay), fewer)


@BRIEF
@given(start=DAYS, count=COUNTS)
def test_counting_undoes_adding(start: date, count: int) -> None:
    assert CALENDAR.count_workdays(start, CALENDAR.add_workdays(start, count)) == count


@BRIEF
@given(day=DAYS)
def test_the_day_before_the_next_working_day_is_this_one(day: date) -> None:
    following = CALENDAR.next_workday(day)
    assert CALENDAR.previous_workday(following) <= day < following
    assert CALENDAR.previous_workday(following) == day or not CALENDAR.is_workday(day)


@BRIEF
@given(received=INSTANTS)
def test_office_hours_begin_at_once_or_on_the_next_working_morning(received: datetime) -> None:
    start, hours = CALENDAR.office_start(received), CALENDAR.hours
    assert start >= received
    assert CALENDAR.is_workday(start.date())
    assert hours.opens <= start.time() <= hours.closes
    assert start == received or start.time() == hours.opens
    assert CALENDAR.office_start(start) == start


@BRIEF
@given(one=INSTANTS, other=INSTANTS)
def test_who_comes_later_never_starts_earlier(one: datetime, other: datetime) -> None:
    one, other = sorted((one, other))
    assert CALENDAR.office_start(one) <= CALENDAR.office_start(other)


def test_an_instant_in_another_zone_is_read_as_the_citys_own() -> None:
    midnight_in_utc = datetime.fromisoformat("2026-03-02T16:30:00+00:00")
    assert CALENDAR.office_start(midnight_in_utc) == city.at(3, 3, 8, 30)


def test_it_keeps_only_the_days_that_differ_from_the_plain_week() -> None:
    friday, saturday, sunday = date(2026, 5, 1), date(2026, 5, 9), date(2026, 5, 10)
    calendar = WorkCalendar.of([(friday, False), (saturday, True), (sunday, False)], [2026])
    assert calendar.exceptions == {friday: False, saturday: True}
    assert calendar.years == {2026}


def test_other_office_hours_are_kept() -> None:
    calendar = WorkCalendar(CALENDAR.years, CALENDAR.exceptions, OfficeHours(opens=time(9), closes=time(16)))
    assert calendar.office_start(city.at(3, 2, 16, 30)) == city.at(3, 3, 9)
