"""Nine small charts of one size: each indicator over the months, with its two lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from admin.desks.standing import graded
from admin.overview.scope import Scope
from tracking.domain import percentage
from tracking.domain.indicator import Indicator, Rate
from tracking.domain.nine import NINE
from tracking.domain.scoring import HUNDRED, Grade, Line
from tracking.service.trend import Trend


@dataclass(frozen=True, kw_only=True)
class Multiple:
    """One indicator: a percentage for every month, None where nothing was due."""

    indicator: Indicator
    line: Line
    rate: Rate
    percents: Sequence[Decimal | None]
    grade: Grade | None
    chart: Mapping[str, Any]

    @property
    def percent(self) -> Decimal | None:
        return self.percents[-1]

    @property
    def change(self) -> Decimal | None:
        """Points between the two figures as they are told, so that a reader who subtracts finds the same; or None."""
        before = self.percents[-2] if len(self.percents) > 1 else None
        if self.percent is None or before is None:
            return None
        now, then = (Decimal(percentage.told(each, self.line)) for each in (self.percent, before))
        return now - then

    @property
    def better(self) -> bool:
        return bool(self.change) and ((self.change or 0) > 0) == self.indicator.rising


def multiples(trend: Trend, scope: Scope) -> Sequence[Multiple]:
    """All nine in the order of the domain's table."""
    return [_multiple(each, trend, scope) for each in NINE]


def _multiple(indicator: Indicator, trend: Trend, scope: Scope) -> Multiple:
    rates = [month.total(scope.has, indicator.code) for month in trend.months]
    percents = [None if rate.value is None else rate.value * HUNDRED for rate in rates]
    line, last = trend.scheme.lines[indicator.code], percents[-1]
    return Multiple(
        indicator=indicator,
        line=line,
        rate=rates[-1],
        percents=percents,
        grade=None if last is None else graded(indicator, line, last),
        chart=_chart(trend, percents, line, rising=indicator.rising),
    )


def _chart(trend: Trend, percents: Sequence[Decimal | None], line: Line, *, rising: bool) -> Mapping[str, Any]:
    return {
        "shape": "trend",
        "names": [month.period[2:] for month in trend.months],
        "values": [None if each is None else float(percentage.told(each, line)) for each in percents],
        "excellent": float(line.excellent),
        "qualified": float(line.qualified),
        "rising": rising,
    }
