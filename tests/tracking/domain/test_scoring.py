"""From nine rates to one score: the lines, the weights, the grades."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import load
from tests.tracking.city import rules
from tests.tracking.profile import BRIEF
from tracking.domain.indicator import Indicator, Rate
from tracking.domain.nine import NINE
from tracking.domain.scoring import Grade, Line, Scheme, fraction, grade, score

LINES = {
    row["indicator"]: Line(**{name: Decimal(row[name]) for name in ("excellent", "qualified", "weight")})
    for row in load.read(load.SHENYANG / "scheme.csv")
    if row["indicator"] != "composite"
}
SCHEME = Scheme(version="2009-09", effective_on=rules().effective_on, lines=LINES)
TABLE = "98/95/5 95/85/10 98/95/15 97/92/10 90/75/20 95/85/20 98/93/10 3/8/5 1/3/5"
PERCENT = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
RATES = st.fixed_dictionaries({each.code: st.none() | PERCENT for each in NINE})
INDICATORS = st.sampled_from(NINE)


def _rate(percent: Decimal | None) -> Rate:
    """A rate of so many per cent; None: nothing was due."""
    if percent is None:
        return Rate(numerator=Decimal(0), denominator=0)
    return Rate(numerator=percent * 100, denominator=10_000)


def _score(percents: Mapping[str, Decimal | None]) -> Decimal | None:
    return score({code: _rate(percent) for code, percent in percents.items()}, SCHEME)


def test_the_citys_lines_and_weights_are_the_published_ones() -> None:
    found = [f"{line.excellent}/{line.qualified}/{line.weight}" for line in (LINES[each.code] for each in NINE)]
    assert " ".join(found) == TABLE
    assert sum(line.weight for line in LINES.values()) == 100


def test_all_lines_of_qualified_give_exactly_seventy_five() -> None:
    assert _score({code: line.qualified for code, line in LINES.items()}) == Decimal("75.00")


def test_all_lines_of_excellent_give_exactly_a_hundred() -> None:
    assert _score({code: line.excellent for code, line in LINES.items()}) == Decimal("100.00")


def test_nothing_better_than_excellent_earns_more() -> None:
    assert _score({each.code: Decimal(100 if each.rising else 0) for each in NINE}) == 100


def test_at_the_zero_lines_there_is_nothing() -> None:
    zero = {
        each.code: LINES[each.code].qualified - 30 if each.rising else LINES[each.code].qualified * 3 for each in NINE
    }
    assert _score(zero) == 0
    assert _score({each.code: Decimal(0 if each.rising else 100) for each in NINE}) == 0


@pytest.mark.parametrize(
    ("code", "percent", "share"),
    [
        ("N1", "96.5", "0.875"),
        ("N1", "80", "0.375"),
        ("N6", "90", "0.875"),
        ("N8", "5.5", "0.875"),
        ("N8", "16", "0.375"),
        ("N9", "2", "0.875"),
        ("N9", "6", "0.375"),
    ],
)
def test_between_the_lines_it_runs_straight(code: str, percent: str, share: str) -> None:
    indicator = next(each for each in NINE if each.code == code)
    assert fraction(indicator, LINES[code], Decimal(percent), SCHEME) == Decimal(share)


@BRIEF
@given(indicator=INDICATORS, one=PERCENT, other=PERCENT)
def test_a_better_value_never_earns_less(indicator: Indicator, one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other), reverse=not indicator.rising)
    line = LINES[indicator.code]
    assert 0 <= fraction(indicator, line, worse, SCHEME) <= fraction(indicator, line, better, SCHEME) <= 1


@BRIEF
@given(percents=RATES, indicator=INDICATORS, better=PERCENT)
def test_the_score_rises_with_each_of_its_parts(
    percents: dict[str, Decimal | None], indicator: Indicator, better: Decimal
) -> None:
    was = percents[indicator.code]
    if was is not None and (better >= was) == indicator.rising:
        before, after = _score(percents), _score(percents | {indicator.code: better})
        assert before is not None
        assert after is not None
        assert before <= after


@BRIEF
@given(percents=RATES, order=st.permutations([each.code for each in NINE]))
def test_the_order_of_the_indicators_does_not_matter(percents: dict[str, Decimal | None], order: list[str]) -> None:
    assert _score({code: percents[code] for code in order}) == _score(percents)


@BRIEF
@given(percents=RATES)
def test_an_indicator_without_value_gives_its_weight_to_the_others_pro_rata(
    percents: dict[str, Decimal | None],
) -> None:
    known = [(each, value) for each in NINE if (value := percents[each.code]) is not None]
    if not known:
        assert _score(percents) is None
        return
    weights = sum(LINES[each.code].weight for each, _ in known)
    earned = sum(
        (LINES[each.code].weight * fraction(each, LINES[each.code], value, SCHEME) for each, value in known), Decimal()
    )
    found = _score(percents)
    assert found is not None
    assert abs(found - earned / weights * 100) <= Decimal("0.005")


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("100", Grade.EXCELLENT),
        ("90", Grade.EXCELLENT),
        ("89.99", Grade.QUALIFIED),
        ("75", Grade.QUALIFIED),
        ("74.99", Grade.UNQUALIFIED),
        ("0", Grade.UNQUALIFIED),
    ],
)
def test_the_grades_begin_at_ninety_and_seventy_five(points: str, expected: Grade) -> None:
    assert grade(Decimal(points), SCHEME, completed=10) is expected


def test_a_veto_is_unqualified_whatever_the_score() -> None:
    assert grade(Decimal(100), SCHEME, completed=9, vetoed=True) is Grade.UNQUALIFIED
    assert grade(None, SCHEME, completed=0, vetoed=True) is Grade.UNQUALIFIED


@pytest.mark.parametrize("points", ["100", "80", "0"])
def test_below_the_least_number_of_cases_nobody_is_praised_or_blamed(points: str) -> None:
    assert grade(Decimal(points), SCHEME, completed=SCHEME.least - 1) is None
    assert grade(Decimal(points), SCHEME, completed=SCHEME.least) is not None


def test_without_any_value_there_is_no_grade() -> None:
    assert grade(_score({each.code: None for each in NINE}), SCHEME, completed=10) is None


def test_half_a_hundredth_is_rounded_up_also_after_an_even_digit() -> None:
    assert _score({each.code: None for each in NINE} | {"N5": Decimal("75.003")}) == Decimal("75.01")
