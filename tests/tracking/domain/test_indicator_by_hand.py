"""The nine indicators against a count by hand, on assignments at random."""

from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking import brute, rows
from tests.tracking.profile import BRIEF
from tests.tracking.rows import MARCH
from tracking.domain.indicator import Indicator, Rate, Window, judge, rate
from tracking.domain.nine import NINE, nine
from tracking.domain.petition import Assignment


def _agrees(indicator: Indicator, assignments: list[Assignment], window: Window) -> Rate:
    found = rate(indicator, assignments, window)
    expected = brute.count(indicator.code, assignments, start=window.start, end=window.end)
    assert asdict(found) == asdict(expected), indicator.code
    return found


@BRIEF
@given(rng=st.randoms(use_true_random=False), size=st.integers(0, 5))
def test_a_few_assignments_are_counted_as_by_hand(rng: Random, size: int) -> None:
    assignments = [rows.assignment(rng, index) for index in range(size)]
    for indicator in nine():
        _agrees(indicator, assignments, MARCH)


@BRIEF
@given(rng=st.randoms(use_true_random=False), size=st.integers(0, 20), cut=st.integers(0, 20))
def test_what_two_units_have_together_is_the_sum_of_what_each_has(rng: Random, size: int, cut: int) -> None:
    assignments = [rows.assignment(rng, index) for index in range(size)]
    for indicator in NINE:
        parts = rate(indicator, assignments[:cut], MARCH) + rate(indicator, assignments[cut:], MARCH)
        assert parts == rate(indicator, assignments, MARCH)


@pytest.mark.parametrize("indicator", NINE, ids=lambda each: each.code)
def test_a_table_made_anew_counts_two_thousand_assignments_as_by_hand(indicator: Indicator) -> None:
    rng = Random(20260302)
    found = _agrees(nine()[NINE.index(indicator)], [rows.assignment(rng) for _ in range(2000)], MARCH)
    assert found.left
    assert 0 < found.numerator < found.denominator


@pytest.mark.parametrize("indicator", NINE, ids=lambda each: each.code)
def test_windows_side_by_side_count_every_assignment_of_their_union_once(indicator: Indicator) -> None:
    """By deadline, call-back or decision; only what N4 carries over is counted in each window it is open in."""
    rng = Random(7)
    assignments = [rows.assignment(rng) for _ in range(500)]
    middle = datetime.fromisoformat("2026-03-10T17:00:00+08:00")
    halves = [Window(start=MARCH.start, end=middle), Window(start=middle, end=MARCH.end)]
    counted = [sum(judge(indicator, each, w) is not None for each in assignments) for w in (*halves, MARCH)]
    assert counted[0] + counted[1] >= counted[2] if indicator.code == "N4" else counted[0] + counted[1] == counted[2]


def test_a_window_begins_with_its_first_instant_and_ends_before_its_last() -> None:
    assert MARCH.has(MARCH.start)
    assert not MARCH.has(MARCH.end)
    assert MARCH.has(MARCH.end - timedelta(microseconds=1))
    assert not MARCH.has(None)


def test_there_are_nine_and_each_has_its_official_name() -> None:
    names = "及时签收率 及时联系率 按期办结率 诉求办结率 诉求解决率 群众满意率 回访核实率 重办率 不当退单率"
    assert [each.name for each in nine()] == names.split()
    assert [each.code for each in nine()] == [f"N{n}" for n in range(1, 10)]
    assert [each.code for each in nine() if not each.rising] == ["N8", "N9"]
    assert [each.code for each in nine() if each.with_assists] == ["N1", "N3", "N9"]
