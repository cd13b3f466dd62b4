"""The nine indicators over months: frozen figures where a month is closed, the running ones where it is not.

Running ones are those that a tick counted a moment ago (``tracking.service.running``); where there are none, they are
counted here and now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from tracking.domain.indicator import Rate, Window
from tracking.domain.nine import NINE, Worth
from tracking.domain.period import Period, Span
from tracking.domain.scoring import Scheme
from tracking.domain.veto import VetoCause
from tracking.service import performance, running
from tracking.service.core import Core
from tracking.service.performance import Standing
from tracking.store import frozen, indicator, parameter
from tracking.store import running as store
from tracking.store.running import Running

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
    """Standings of the last of ``months``, judged by ``scheme``; the months before it by their rates alone.

    ``counted_at``: when the last was counted; None where it is closed.
    """

    months: Sequence[Month]
    scheme: Scheme
    standings: Sequence[Standing]
    counted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Told:
    """Standings of one period; ``counted_at``: when they were counted, None where the period is closed."""

    standings: Sequence[Standing]
    counted_at: datetime | None

    @property
    def closed(self) -> bool:
        return self.counted_at is None


def trend(
    core: Core, periods: Sequence[Period], *, groups: Mapping[str, str | None], successors: Mapping[str, str] = _NONE
) -> Trend:
    """``periods`` oldest first; the last one is told in full. At most eight statements, however many months."""
    *before, last = periods
    with core.engine.connect() as connection:
        schemes = parameter.schemes(connection, [each.begins_on for each in periods])
        closed = frozen.several(connection, [str(each) for each in periods])
        by = {str(each): _counted_by(each, schemes[each.begins_on]) for each in periods if str(each) not in closed}
        kept = _kept(connection, by, now=core.now())
        missing = {name: each for name, each in by.items() if name not in kept and name != str(last)}
        counted = {name: running.read(each)[0] for name, each in kept.items()}
        counted |= indicator.rates_of(connection, missing)
    scheme, name = schemes[last.begins_on], str(last)
    told = _told(core, last, scheme, closed=closed.get(name), kept=kept.get(name), groups=groups, successors=successors)
    months = [_month(str(each), closed.get(str(each)), counted, successors) for each in before]
    final = {each.unit: each.rates for each in told.standings}
    return Trend(
        months=[*months, Month(period=name, rates=final, frozen=told.closed)],
        scheme=scheme,
        standings=told.standings,
        counted_at=told.counted_at,
    )


def standings_of(
    core: Core, period: Span, scheme: Scheme, *, groups: Mapping[str, str | None], successors: Mapping[str, str] = _NONE
) -> Told:
    """All units in a period, best first within their group.

    What comes to light after the closing changes none of them: it is told as a correction.
    """
    with core.engine.connect() as connection:
        closed = frozen.of(connection, str(period))
        by = {} if closed else {str(period): _counted_by(period, scheme)}
        kept = _kept(connection, by, now=core.now()).get(str(period))
    return _told(core, period, scheme, closed=closed, kept=kept, groups=groups, successors=successors)


def _kept(connection: Connection, by: Mapping[str, tuple[Window, Worth]], *, now: datetime) -> Mapping[str, Running]:
    """What was counted lately, by the same numbers."""
    found = store.several(connection, list(by))
    return {name: each for name, each in found.items() if each.answers(*by[name], now=now)}


def _counted_by(period: Span, scheme: Scheme) -> tuple[Window, Worth]:
    return period.window(starts_on=scheme.month_starts_on), scheme.worth


def _told(
    core: Core,
    period: Span,
    scheme: Scheme,
    *,
    closed: frozen.Frozen | None,
    kept: Running | None,
    groups: Mapping[str, str | None],
    successors: Mapping[str, str],
) -> Told:
    if closed:
        found = sorted((_standing(unit, figures) for unit, figures in closed.body.items()), key=_place)
        return Told(standings=found, counted_at=None)
    window, known = period.window(starts_on=scheme.month_starts_on), running.read(kept) if kept else None
    board = performance.board(core, window, groups=groups, successors=successors, what_if=scheme, known=known)
    return Told(standings=board, counted_at=kept.counted_at if kept else core.now())


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
