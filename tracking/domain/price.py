"""What one more bad case costs: the points of the composite it would take off, by indicator."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from tracking.domain.indicator import ONE, ZERO, Indicator, Rate
from tracking.domain.nine import NINE
from tracking.domain.scoring import HUNDRED, Scheme, score


def prices(rates: Mapping[str, Rate], scheme: Scheme, *, cases: int = 1) -> Mapping[str, Decimal]:
    """For each indicator the points, two places, that ``cases`` more cases without credit would take off.

    Never negative, for a worse rate never earns more. While nothing at all was due, nothing is lost yet: the price
    is what is missing to the full hundred then.
    """
    return {each.code: price(rates, scheme, codes=(each.code,), cases=cases) for each in NINE}


def price(rates: Mapping[str, Rate], scheme: Scheme, *, codes: Collection[str], cases: int = 1) -> Decimal:
    """The same for one bad case that counts in several indicators at once."""
    worse = {**rates, **{each.code: rates[each.code] + _bad(each, cases) for each in NINE if each.code in codes}}
    before, after = score(rates, scheme), score(worse, scheme)
    whole = HUNDRED if before is None else before
    return whole - (whole if after is None else after)


def _bad(indicator: Indicator, cases: int) -> Rate:
    return Rate(numerator=ZERO if indicator.rising else ONE * cases, denominator=cases)
