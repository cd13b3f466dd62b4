"""When a limit is over: half days, nights, weekends, holidays, and years that are not loaded."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.tracking import city
from tests.tracking.city import at, closing
from tests.tracking.profile import BRIEF
from tracking.domain.deadline import Limit, Measure, Step, due
from tracking.domain.vocabulary import Kind, Urgency

CALENDAR = city.calendar()
NORMAL, URGENT = Urgency.NORMAL, Urgency.URGENT
SATURDAY = at(3, 7, 10)
INSTANTS = city.instants(2010, 2026)
LIMITS = st.builds(
    Limit,
    amount=st.sampled_from(("0.5", "1", "2", "3", "5", "15")).map(Decimal),
    measure=st.sampled_from(Measure),
)


def _workdays(amount: str) -> Limit:
    return Limit(amount=Decimal(amount), measure=Measure.WORKDAYS)


def _due(start: datetime, limit: Limit, urgency: Urgency = NORMAL) -> datetime | None:
    return due(start, limit, CALENDAR, urgency=urgency).at


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.5", closing(3, 2)),
        ("1", closing(3, 3)),
        ("2", closing(3, 4)),
        ("3", closing(3, 5)),
        ("5", closing(3, 9)),
        ("15", closing(3, 23)),
    ],
)
def test_working_days_end_at_closing_and_the_first_day_does_not_count(amount: str, expected: datetime) -> None:
    assert _due(city.MONDAY, _workdays(amount)) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (at(3, 2, 8, 30), closing(3, 2)),
        (at(3, 2, 11, 59), closing(3, 2)),
        (at(3, 2, 12), at(3, 3, 12)),
        (at(3, 2, 17), at(3, 3, 12)),
        (at(3, 2, 17, 1), closing(3, 3)),
        (at(3, 6, 14), at(3, 9, 12)),
        (SATURDAY, closing(3, 9)),
        (at(4, 3, 13), at(4, 7, 12)),
    ],
)
def test_half_a_day_is_a_morning_or_an_afternoon(start: datetime, expected: datetime) -> None:
    assert _due(start, _workdays("0.5")) == expected


@pytest.mark.parametrize("start", [at(3, 6, 17, 1), SATURDAY, at(3, 8, 23), at(3, 9, 3), at(3, 9, 8, 30)])
def test_nights_and_weekends_start_on_the_next_working_morning(start: datetime) -> None:
    assert _due(start, _workdays("1")) == closing(3, 10)
    assert _due(start, Limit(amount=Decimal(24), measure=Measure.HOURS)) == at(3, 10, 8, 30)


@pytest.mark.parametrize(
    ("step", "urgency", "expected"),
    [
        (Step.DISPATCH, Urgency.CRITICAL, SATURDAY + timedelta(minutes=10)),
        (Step.DISPATCH, URGENT, SATURDAY + timedelta(minutes=30)),
        (Step.RETURN, URGENT, SATURDAY + timedelta(hours=2)),
        (Step.HANDLE, Urgency.CRITICAL, SATURDAY + timedelta(hours=2)),
        (Step.HANDLE, URGENT, SATURDAY + timedelta(hours=24)),
        (Step.CALLBACK, Urgency.CRITICAL, SATURDAY + timedelta(hours=24)),
        (Step.CALLBACK, URGENT, closing(3, 9)),
        (Step.SUPERVISED, URGENT, closing(3, 11)),
    ],
)
def test_urgent_matters_run_round_the_clock(step: Step, urgency: Urgency, expected: datetime) -> None:
    assert city.timetable().due(step, SATURDAY, kind=Kind.HELP, urgency=urgency) == expected


def test_days_off_and_swapped_days_count_as_the_state_council_says() -> None:
    before_may_day = at(4, 30, 10)
    assert _due(before_may_day, _workdays("1")) == closing(5, 6)
    assert _due(before_may_day, _workdays("3")) == closing(5, 8)
    assert _due(before_may_day, _workdays("4")) == closing(5, 9)


@pytest.mark.parametrize("start", [at(12, 31, 9), at(12, 31, 20)])
def test_beyond_the_last_loaded_year_a_deadline_is_provisional(start: datetime) -> None:
    found = due(start, _workdays("5"), CALENDAR, urgency=NORMAL)
    assert found.at is None
    assert found.provisional


def test_hours_of_an_urgent_matter_need_no_calendar() -> None:
    midnight = at(12, 31, 23)
    assert _due(midnight, Limit(amount=Decimal(2), measure=Measure.HOURS), URGENT) == midnight + timedelta(hours=2)


@BRIEF
@given(start=INSTANTS, limit=LIMITS, urgency=st.sampled_from(Urgency))
def test_a_deadline_lies_after_its_start_and_working_days_end_on_working_days(
    start: datetime, limit: Limit, urgency: Urgency
) -> None:
    assume(urgency is NORMAL or limit.amount >= 1)  # half days are for office hours only
    end = _due(start, limit, urgency)
    assert end is not None
    assert end > start
    if limit.measure is Measure.WORKDAYS:
        assert CALENDAR.is_workday(end.date())
        assert end.time() in (CALENDAR.hours.noon, CALENDAR.hours.closes)


@BRIEF
@given(one=INSTANTS, other=INSTANTS, limit=LIMITS, urgency=st.sampled_from(Urgency))
def test_who_starts_later_is_never_due_earlier(one: datetime, other: datetime, limit: Limit, urgency: Urgency) -> None:
    ends = [_due(start, limit, urgency) for start in sorted((one, other))]
    assert ends == sorted(end for end in ends if end)


def test_the_first_day_of_an_urgent_matter_is_the_citys_day_wherever_its_instant_was_written() -> None:
    tuesday_in_the_city = datetime.fromisoformat("2026-03-02T17:00:00+00:00")
    assert _due(tuesday_in_the_city, _workdays("1"), URGENT) == closing(3, 4)
