"""What one more late case would cost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.domain.test_scoring import LINES, SCHEME
from tests.tracking.profile import BRIEF
from tracking.domain.indicator import Rate
from tracking.domain.nine import NINE
from tracking.domain.price import price, prices
from tracking.domain.scoring import Line, Scheme, score

COUNTS = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(sorted)
RATES = st.fixed_dictionaries(
    {each.code: COUNTS.map(lambda c: Rate(numerator=Decimal(c[0]), denominator=c[1])) for each in NINE}
)


def _without(code: str) -> Scheme:
    bare = Line(excellent=LINES[code].excellent, qualified=LINES[code].qualified, weight=Decimal(0))
    return Scheme(version="x", effective_on=SCHEME.effective_on, lines={**LINES, code: bare})


@BRIEF
@given(rates=RATES, cases=st.integers(1, 5))
def test_a_price_is_never_negative_nor_more_than_there_is(rates: dict[str, Rate], cases: int) -> None:
    points = score(rates, SCHEME)
    for each in prices(rates, SCHEME, cases=cases).values():
        assert 0 <= each <= (Decimal(100) if points is None else points)


@BRIEF
@given(rates=RATES, code=st.sampled_from([each.code for each in NINE]))
def test_an_indicator_without_weight_costs_nothing(rates: dict[str, Rate], code: str) -> None:
    assert prices(rates, _without(code))[code] == 0


@BRIEF
@given(rates=RATES)
def test_the_price_of_a_case_that_counts_twice_is_never_negative(rates: dict[str, Rate]) -> None:
    assert price(rates, SCHEME, codes=("N3", "N4")) >= 0
    assert price(rates, SCHEME, codes=("N3",)) == prices(rates, SCHEME)["N3"]


@BRIEF
@given(rates=RATES, cases=st.integers(1, 5))
def test_more_cases_never_cost_less(rates: dict[str, Rate], cases: int) -> None:
    few, many = prices(rates, SCHEME, cases=cases), prices(rates, SCHEME, cases=cases + 1)
    assert all(few[code] <= many[code] for code in few)


def test_the_price_is_the_difference_of_two_composites_by_hand() -> None:
    full = {each.code: Rate(numerator=Decimal(99 if each.rising else 0), denominator=99) for each in NINE}
    found = prices(full, SCHEME)
    # 99 of 100 signed in time is 99 %, above the line of 98: nothing is lost yet.
    assert found["N1"] == 0
    few = full | {"N1": Rate(numerator=Decimal(9), denominator=9)}
    # 9 of 10 are 90 %: 0.75 × (90 − 65) ÷ 30 = 0.625 of the weight 5; 5 × 0.375 = 1.875.
    assert prices(few, SCHEME)["N1"] == Decimal("1.87")
