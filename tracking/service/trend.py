"""The nine indicators over months: frozen figures where a month is closed, the running ones where it is not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from types import MappingProxyType
from typing import Any

from tracking.domain.indicator import Rate, Window
from tracking.domain.nine import NINE, Worth
from tracking.domain.period import Period, Span
from tracking.domain.scoring import Scheme
from tracking.domain.veto import VetoCause
from tracking.service import performance
from tracking.service.core import Core
from tracking.service.performance import Standing
from tracking.store import frozen, indicator, parameter

_NONE: Mapping[str, str] = MappingProxyType({})
_LAST = 10**6
_NOTHING = Rate(numerator=Decimal(0), denominator=0)
Rates = Mapping[str, Mapping[str, Rate]]


@dataclass(frozen=True, kw_only=True)
class Month:
    """The rates of every unit in one month; ``frozen``: the month is closed and its figures stay."""

    period: str
    rates: Rates
    frozen: bool

    def total(self, has: Callable[[str], bool], code: str) -> Rate:
        """One indicator of all units for which ``has`` holds, counted together."""
        return reduce(Rate.__add__, (nine[code] for unit, nine in self.rates.items() if has(unit)), _NOTHING)


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Standings of the last of ``months``, judged by ``scheme``; the months before it by their rates alone."""

    months: Sequence[Month]
    scheme: Scheme
    standings: Sequence[Standing]


def trend(
    core: Core, periods: Sequence[Period], *, groups: Mapping[str, str | None], successors: Mapping[str, str] = _NONE
) -> Trend:
    """``periods`` oldest first; the last one is told in full. At most seven statements, however many months."""
    *before, last = periods
    with core.engine.connect() as connection:
        schemes = parameter.schemes(connection, [each.begins_on for each in periods])
        closed = frozen.several(connection, [str(each) for each in periods])
        running = {str(each): _counted_by(each, schemes[each.begins_on]) for each in before if str(each) not in closed}
        counted = indicator.rates_of(connection, running)
    scheme = schemes[last.begins_on]
    standings = _standings(core, last, scheme, closed=closed.get(str(last)), groups=groups, successors=successors)
    months = [_month(str(each), closed.get(str(each)), counted, successors) for each in before]
    final = {each.unit: each.rates for each in standings}
    return Trend(
        months=[*months, Month(period=str(last), rates=final, frozen=str(last) in closed)],
        scheme=scheme,
        standings=standings,
    )


def standings_of(
    core: Core, period: Span, scheme: Scheme, *, groups: Mapping[str, str | None], successors: Mapping[str, str] = _NONE
) -> tuple[Sequence[Standing], bool]:
    """All units in a period, best first within their group, and whether the period is closed and these are its figures.

    What comes to light after the closing changes none of them: it is told as a correction.
    """
    with core.engine.connect() as connection:
        closed = frozen.of(connection, str(period))
    found = _standings(core, period, scheme, closed=closed, groups=groups, successors=successors)
    return found, closed is not None


def _counted_by(period: Period, scheme: Scheme) -> tuple[Window, Worth]:
    return period.window(starts_on=scheme.month_starts_on), scheme.worth


def _standings(
    core: Core,
    period: Span,
    scheme: Scheme,
    *,
    closed: frozen.Frozen | None,
    groups: Mapping[str, str | None],
    successors: Mapping[str, str],
) -> Sequence[Standing]:
    if closed:
        return sorted((_standing(unit, figures) for unit, figures in closed.body.items()), key=_place)
    window = period.window(starts_on=scheme.month_starts_on)
    return performance.board(core, window, groups=groups, successors=successors, what_if=scheme)


def _month(
    name: str, closed: frozen.Frozen | None, counted: Mapping[str, Rates], successors: Mapping[str, str]
) -> Month:
    if closed:
        rates = {unit: _rates(figures) for unit, figures in closed.body.items()}
        return Month(period=name, rates=rates, frozen=True)
    return Month(period=name, rates=performance.carried(counted[name], successors), frozen=False)


def _place(each: Standing) -> tuple[str, int, Decimal, str]:
    """As a board is ordered: the database keeps a closed one in an order of its own."""
    return each.group or "~", each.rank or _LAST, -(each.score or Decimal(0)), each.unit


def _standing(unit: str, figures: Mapping[str, Any]) -> Standing:
    return Standing(
        unit=unit,
        group=figures["group"],
        rates=_rates(figures),
        score=None if figures["score"] is None else Decimal(figures["score"]),
        grade=frozen.grade_of(figures),
        completed=figures["completed"],
        rank=figures["rank"],
        vetoes=tuple(VetoCause(each) for each in figures["vetoes"]),
    )


def _rates(figures: Mapping[str, Any]) -> Mapping[str, Rate]:
    return {each.code: _rate(figures["rates"][each.code]) for each in NINE}


def _rate(parts: Sequence[Any]) -> Rate:
    numerator, denominator, left, undecided = parts
    return Rate(numerator=Decimal(numerator), denominator=denominator, left=left, undecided=undecided)
