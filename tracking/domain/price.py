"""What one more bad case costs: the points of the composite it would take off, by indicator."""

from collections.abc import Mapping
from decimal import Decimal

from tracking.domain.indicator import ONE, ZERO, Indicator, Rate
from tracking.domain.nine import NINE
from tracking.domain.scoring import HUNDRED, Scheme, score


def prices(rates: Mapping[str, Rate], scheme: Scheme, *, cases: int = 1) -> Mapping[str, Decimal]:
    """For each indicator the points, two places, that ``cases`` more cases without credit would take off.

    Never negative, for a worse rate never earns more. While nothing at all was due, nothing is lost yet: the price
    is what is missing to the full hundred then.
    """
    now = score(rates, scheme)
    before = HUNDRED if now is None else now
    return {each.code: before - _after(each, rates, scheme, cases, before) for each in NINE}


def _after(indicator: Indicator, rates: Mapping[str, Rate], scheme: Scheme, cases: int, before: Decimal) -> Decimal:
    worst = Rate(numerator=ZERO if indicator.rising else ONE * cases, denominator=cases)
    points = score({**rates, indicator.code: rates[indicator.code] + worst}, scheme)
    return before if points is None else points
