"""Which groups rise against their own past."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from tracking.domain.hot import Daily, Group, Law, hot, span, tail

LAW = Law(recent_days=3, past_days=28, least_past_days=7, least=5, tail=0.001)
TODAY = date(2026, 3, 31)
SPAN = span(LAW, today=TODAY, began_on=date(2025, 1, 1))
STREET = Group(topic="010101", district="A01", street="A0101")
DISTRICT = replace(STREET, street="")
RECENT = st.integers(0, LAW.recent_days - 1).map(lambda back: TODAY - timedelta(days=back))
PAST = st.integers(LAW.recent_days, LAW.recent_days + LAW.past_days - 1).map(lambda back: TODAY - timedelta(days=back))
DAILY = st.dictionaries(RECENT | PAST, st.integers(0, 40))
GROUPS = st.builds(
    Group,
    topic=st.sampled_from(["010101", "010102"]),
    district=st.sampled_from(["A01", "A02"]),
    street=st.sampled_from(["", "S1", "S2"]),
)


def _tail(daily: Daily) -> float | None:
    """How improbable a group by itself is; None: it does not rise."""
    found = hot({STREET: daily}, LAW, SPAN)
    return found[0].tail if found else None


def _more(daily: Daily, day: date) -> Daily:
    return {**daily, day: daily.get(day, 0) + 1}


def test_five_voices_out_of_nothing_rise_and_four_do_not() -> None:
    assert _tail({TODAY: 5}) is not None
    assert _tail({TODAY: 4}) is None


def test_as_many_as_always_do_not_rise() -> None:
    assert _tail(dict.fromkeys(SPAN.days, 4)) is None


def test_three_times_as_many_as_always_rise_and_say_since_when() -> None:
    always = dict.fromkeys(SPAN.days, 4)
    (found,) = hot(
        {STREET: always | {TODAY: 20, TODAY - timedelta(days=1): 12, TODAY - timedelta(days=2): 0}}, LAW, SPAN
    )
    assert (found.now, found.first_on, len(found.daily)) == (32, TODAY - timedelta(days=1), 31)
    assert found.usual == pytest.approx(12.1, abs=0.02)


def test_without_a_week_of_past_nothing_is_judged() -> None:
    young = span(LAW, today=TODAY, began_on=TODAY - timedelta(days=LAW.recent_days + 5))
    assert hot({STREET: {TODAY: 50}}, LAW, young) == []


def test_a_street_that_rises_speaks_for_its_district() -> None:
    assert [each.group for each in hot({STREET: {TODAY: 9}, DISTRICT: {TODAY: 9}}, LAW, SPAN)] == [STREET]


def test_a_district_that_rises_beyond_its_street_is_told_too() -> None:
    found = hot({STREET: {TODAY: 9}, DISTRICT: {TODAY: 30}}, LAW, SPAN)
    assert [(each.group, each.now) for each in found] == [(DISTRICT, 30), (STREET, 9)]


@given(st.dictionaries(GROUPS, DAILY), st.integers())
def test_the_order_of_what_is_counted_does_not_matter(voices: Mapping[Group, Daily], seed: int) -> None:
    shuffled = list(voices.items())
    Random(seed).shuffle(shuffled)
    mixed = {group: dict(reversed(list(daily.items()))) for group, daily in shuffled}
    assert hot(mixed, LAW, SPAN) == hot(voices, LAW, SPAN)


@given(DAILY, RECENT)
def test_one_petition_more_now_never_makes_it_less_hot(daily: Daily, day: date) -> None:
    before, after = _tail(daily), _tail(_more(daily, day))
    assert before is None or (after is not None and after <= before)


@given(DAILY, PAST)
def test_one_petition_more_in_the_past_never_makes_it_hotter(daily: Daily, day: date) -> None:
    before, after = _tail(daily), _tail(_more(daily, day))
    assert after is None or (before is not None and before <= after)


@given(st.integers(0, 400), st.floats(0.05, 300))
def test_the_tail_is_the_one_of_the_books(voices: int, mean: float) -> None:
    assert tail(voices, mean) == pytest.approx(poisson.sf(voices - 1, mean), rel=1e-6, abs=1e-12)
