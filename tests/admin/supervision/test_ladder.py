"""The ladder: which step is due, when, and what stops it."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from admin.supervision.ladder import FOLLOWING, LADDER, WAITS_FOR_UNIT, Standing, State, Step, following, limit
from tests.tracking import city
from tracking.domain.clock import CITY_ZONE, city_day

FIRST, LAST = datetime(2010, 1, 1, tzinfo=CITY_ZONE), datetime(2026, 11, 1, tzinfo=CITY_ZONE)
STARTS = st.integers(0, int((LAST - FIRST).total_seconds())).map(lambda seconds: FIRST + timedelta(seconds=seconds))
DUE = datetime(2026, 3, 20, 17, tzinfo=CITY_ZONE)
STANDINGS = st.builds(
    Standing,
    step=st.sampled_from(Step),
    state=st.sampled_from(State),
    due_at=st.none() | st.just(DUE),
    appeal_waits=st.booleans(),
    with_unit=st.booleans(),
)


@given(STARTS, st.integers(1, 20))
def test_a_limit_ends_at_closing_of_a_working_day_with_exactly_so_many_in_between(start: datetime, days: int) -> None:
    ends = limit(start, days, city.calendar())
    assert ends is not None
    assert ends.time().hour == 17
    assert city.calendar().is_workday(city_day(ends))
    begins = city_day(city.calendar().office_start(start))
    assert city.calendar().count_workdays(begins, city_day(ends)) == days


@given(STARTS, st.integers(1, 20), st.integers(0, 20))
def test_a_later_start_never_ends_earlier(start: datetime, days: int, later: int) -> None:
    first, second = (limit(each, days, city.calendar()) for each in (start, start + timedelta(days=later)))
    assert first is not None
    assert second is None or first <= second


def test_a_year_without_calendar_is_not_guessed() -> None:
    assert limit(datetime(2026, 12, 31, tzinfo=CITY_ZONE), 5, city.calendar()) is None


@given(STANDINGS)
def test_a_step_follows_only_what_nobody_stopped(standing: Standing) -> None:
    step = following(standing, DUE + timedelta(seconds=1))
    goes_on = standing.state in WAITS_FOR_UNIT and not standing.appeal_waits and standing.with_unit
    assert (step is not None) is (goes_on and standing.due_at is not None and standing.step in FOLLOWING)
    assert following(standing, DUE) is None


def test_after_the_red_card_the_steps_follow_in_the_order_of_the_ladder() -> None:
    assert dict(pairwise(LADDER[1:])) == dict(FOLLOWING)
