"""Clocks: instants are aware, and days are the city's."""

from datetime import UTC, date, datetime, timedelta

from tests.tracking.city import MONDAY
from tracking.domain.clock import FixedClock, SystemClock, city_day


def test_the_machines_clock_gives_instants_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    clock = FixedClock(MONDAY)
    assert (clock.now(), clock.now()) == (MONDAY, MONDAY)
    clock.at += timedelta(days=1)
    assert clock.now() == MONDAY + timedelta(days=1)


def test_a_new_day_begins_at_the_citys_midnight() -> None:
    before = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
    assert (city_day(before), city_day(before + timedelta(minutes=1))) == (date(2026, 3, 2), date(2026, 3, 3))
