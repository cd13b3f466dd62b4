"""Figures as text: worked out once when a bulletin is made, so that every rendering shows the same characters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tracking.domain import percentage
from tracking.domain.indicator import Indicator, Rate
from tracking.domain.nine import NINE
from tracking.domain.scoring import HUNDRED, Line, Scheme, fraction

NOTHING = "—"
Kept = Sequence[Any]


def rate_of(kept: Kept) -> Rate:
    """A rate as frozen periods keep it: numerator as text, denominator, left, undecided."""
    return Rate(numerator=Decimal(kept[0]), denominator=kept[1], left=kept[2], undecided=kept[3])


def percent(rate: Rate, line: Line | None = None) -> str:
    """As it is told everywhere, a dash for no value."""
    return NOTHING if rate.value is None else percentage.told(rate.value * HUNDRED, line)


def plain(number: Decimal) -> str:
    """Without zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def told(indicator: Indicator, rate: Rate, scheme: Scheme) -> Mapping[str, Any]:
    """One figure with everything that proves it."""
    line = scheme.lines[indicator.code]
    value = percent(rate, line)
    # From the value as it is told, so that a reader who subtracts finds the same.
    below = plain(abs(line.qualified - Decimal(value))) if missed(indicator, rate, line) > 0 else ""
    return {
        "code": indicator.code,
        "name": indicator.name,
        "value": value,
        "line": plain(line.qualified),
        "below": below,
        "numerator": plain(rate.numerator),
        "denominator": rate.denominator,
    }


def missed(indicator: Indicator, rate: Rate, line: Line) -> Decimal:
    """By how many points a figure is worse than its 合格 line; not above 0 where it is not."""
    if rate.value is None:
        return Decimal(0)
    value = rate.value * HUNDRED
    return line.qualified - value if indicator.rising else value - line.qualified


def deficient(rates: Mapping[str, Rate], scheme: Scheme) -> Sequence[Mapping[str, Any]]:
    """The figures worse than their 合格 line, what costs most points first."""
    poor = [each for each in NINE if missed(each, rates[each.code], scheme.lines[each.code]) > 0]
    return [told(each, rates[each.code], scheme) for each in sorted(poor, key=lambda each: -lost(each, rates, scheme))]


def weakest(rates: Mapping[str, Rate], scheme: Scheme) -> Mapping[str, Any] | None:
    """The figure that costs most points, None where none has a value."""
    valued = [each for each in NINE if rates[each.code].value is not None]
    if not valued:
        return None
    worst = max(valued, key=lambda each: lost(each, rates, scheme))
    return told(worst, rates[worst.code], scheme)


def lost(indicator: Indicator, rates: Mapping[str, Rate], scheme: Scheme) -> Decimal:
    """Points of the composite that a figure costs."""
    value, line = rates[indicator.code].value, scheme.lines[indicator.code]
    return Decimal(0) if value is None else line.weight * (1 - fraction(indicator, line, value * HUNDRED, scheme))
