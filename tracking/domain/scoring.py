"""From nine rates to one score and a grade: piecewise linear between the lines, weights as parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tracking.domain.indicator import Indicator, Rate
from tracking.domain.nine import NINE, PUBLISHED, Worth

HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


class Grade(StrEnum):
    """优秀 · 合格 · 不合格."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


@dataclass(frozen=True, kw_only=True)
class Line:
    """The 优秀 and 合格 lines of an indicator in per cent, and its weight."""

    excellent: Decimal
    qualified: Decimal
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """One version of everything that turns rates into grades and ranks.

    ``excellent_from`` and ``qualified_from`` are the lines of the composite, ``least`` the completed cases that earn
    rank and grade. Between the lines an indicator earns its weight piecewise: all at 优秀, ``at_qualified`` of it at
    合格, nothing at the zero line, which lies ``zero_drop`` points below 合格 (or at ``zero_factor`` times it where
    less is better).
    """

    version: str
    effective_on: date
    lines: Mapping[str, Line]
    excellent_from: Decimal = Decimal(90)
    qualified_from: Decimal = Decimal(75)
    least: int = 10
    month_starts_on: int = 1
    at_qualified: Decimal = Decimal("0.75")
    zero_drop: Decimal = Decimal(30)
    zero_factor: Decimal = Decimal(3)
    worth: Worth = PUBLISHED


def fraction(indicator: Indicator, line: Line, percent: Decimal, scheme: Scheme) -> Decimal:
    """How much of its weight a value earns, 0 to 1."""
    zero = line.qualified - scheme.zero_drop if indicator.rising else line.qualified * scheme.zero_factor
    points = ((line.excellent, Decimal(1)), (line.qualified, scheme.at_qualified), (zero, Decimal(0)))
    return _between(points, percent if indicator.rising else -percent, sign=1 if indicator.rising else -1)


def _between(points: tuple[tuple[Decimal, Decimal], ...], x: Decimal, *, sign: int) -> Decimal:
    (high, top), (middle, mid), (low, bottom) = ((sign * at, share) for at, share in points)
    if x >= high:
        return top
    if x >= middle:
        return mid + (top - mid) * (x - middle) / (high - middle)
    return bottom + (mid - bottom) * (x - low) / (middle - low) if x > low else bottom


def score(rates: Mapping[str, Rate], scheme: Scheme) -> Decimal | None:
    """The composite, 0 to 100, two places; an indicator without value gives its weight to the others.

    None when no indicator has a value.
    """
    earned, weights = Decimal(0), Decimal(0)
    for indicator in NINE:
        value = rates[indicator.code].value
        if value is not None:
            line = scheme.lines[indicator.code]
            earned += line.weight * fraction(indicator, line, value * HUNDRED, scheme)
            weights += line.weight
    return (earned / weights * HUNDRED).quantize(_CENT, ROUND_HALF_UP) if weights else None


def grade(points: Decimal | None, scheme: Scheme, *, completed: int, vetoed: bool = False) -> Grade | None:
    """The grade of a score, none below ``scheme.least`` completed cases; a veto is 不合格 whatever score and number."""
    if vetoed:
        return Grade.UNQUALIFIED
    if points is None or completed < scheme.least:
        return None
    if points >= scheme.excellent_from:
        return Grade.EXCELLENT
    return Grade.QUALIFIED if points >= scheme.qualified_from else Grade.UNQUALIFIED
