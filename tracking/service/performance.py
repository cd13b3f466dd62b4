"""Figures for people: the nine indicators, score, grade and rank of every unit in a month, with their cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import Connection

from tracking.domain.clock import city_day
from tracking.domain.indicator import Rate, Window
from tracking.domain.nine import NINE, Worth
from tracking.domain.period import Span
from tracking.domain.scoring import Grade, Scheme, grade, score
from tracking.domain.veto import Veto, VetoCause
from tracking.service.core import Core
from tracking.store import indicator, parameter, veto

_NO_SUCCESSORS: Mapping[str, str] = MappingProxyType({})
Counts = tuple[Mapping[str, Mapping[str, Rate]], Mapping[str, int]]
"""Unit → indicator → rate, and unit → lead assignments completed."""
_NOTHING = {each.code: Rate(numerator=Decimal(0), denominator=0) for each in NINE}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One unit in one window.

    Below the least number of completed cases ``rank`` is None, and ``grade`` unless there is a veto; outside a group
    there is no rank.
    """

    unit: str
    group: str | None
    rates: Mapping[str, Rate]
    score: Decimal | None
    grade: Grade | None
    completed: int
    rank: int | None
    vetoes: tuple[VetoCause, ...] = ()


def scheme(core: Core, on: date) -> Scheme:
    """Lines, weights and all other numbers of the figures in force on a day."""
    with core.engine.connect() as connection:
        return parameter.scheme(connection, on)


def window_of(core: Core, period: Span) -> tuple[Scheme, Window]:
    """The scheme in force when a period begins, and the period's instants under it."""
    lines = scheme(core, period.begins_on)
    return lines, period.window(starts_on=lines.month_starts_on)


def board(
    core: Core,
    window: Window,
    *,
    groups: Mapping[str, str | None],
    successors: Mapping[str, str] = _NO_SUCCESSORS,
    what_if: Scheme | None = None,
    known: Counts | None = None,
) -> Sequence[Standing]:
    """All units of ``groups`` (unit → group), best first within their group.

    ``successors`` (abolished unit → the one that carries its assignments) hand on what they did. ``what_if``
    replaces the scheme in force at the start of the window; ``known`` has been counted already.
    """
    window = so_far(window, core.now())
    lines = what_if or scheme(core, city_day(window.start))
    with core.engine.connect() as connection:
        found, done = known or counted(connection, window, lines.worth)
        rates, completed = carried(found, successors), Counter[str]()
        for unit, count in done.items():
            completed[successors.get(unit, unit)] += count
        vetoes = vetoes_by_unit(veto.within(connection, window), successors)
    standings = [
        _standing(unit, group, rates.get(unit, _NOTHING), completed[unit], lines, vetoes.get(unit, ()))
        for unit, group in groups.items()
    ]
    return _ranked(standings, least=lines.least)


def counted(connection: Connection, window: Window, worth: Worth) -> Counts:
    """What a board is made of, counted over the assignments; two statements."""
    return indicator.rates(connection, window, worth), indicator.completed(connection, window)


def carried(rates: Mapping[str, Mapping[str, Rate]], successors: Mapping[str, str]) -> Mapping[str, Mapping[str, Rate]]:
    """The rates with those of abolished units added to their successors'."""
    found: dict[str, Mapping[str, Rate]] = {}
    for unit, nine in rates.items():
        heir = successors.get(unit, unit)
        found[heir] = {code: rate + found[heir][code] for code, rate in nine.items()} if heir in found else nine
    return found


def vetoes_by_unit(vetoes: Sequence[Veto], successors: Mapping[str, str]) -> Mapping[str, tuple[Veto, ...]]:
    """What stands against each unit, also what its predecessors did."""
    found: dict[str, tuple[Veto, ...]] = {}
    for each in vetoes:
        heir = successors.get(each.unit, each.unit)
        found[heir] = (*found.get(heir, ()), each)
    return found


def _standing(
    unit: str,
    group: str | None,
    rates: Mapping[str, Rate],
    completed: int,
    lines: Scheme,
    vetoes: Sequence[Veto],
) -> Standing:
    points = score(rates, lines)
    return Standing(
        unit=unit,
        group=group,
        rates=rates,
        score=points,
        grade=grade(points, lines, completed=completed, vetoed=bool(vetoes)),
        completed=completed,
        rank=None,
        vetoes=tuple(each.cause for each in vetoes),
    )


def _ranked(standings: Sequence[Standing], *, least: int) -> Sequence[Standing]:
    """Equal scores share a rank; units below ``least`` completed cases follow without one."""

    def order(each: Standing) -> tuple[str, bool, Decimal, str]:
        return each.group or "~", not _ranks(each, least), -(each.score or Decimal(0)), each.unit

    ranked: list[Standing] = []
    for each in sorted(standings, key=order):
        ahead = sum(1 for o in standings if o.group == each.group and _ranks(o, least) and _points(o) > _points(each))
        ranked.append(_with_rank(each, ahead + 1 if _ranks(each, least) else None))
    return ranked


def _ranks(each: Standing, least: int) -> bool:
    return each.group is not None and each.score is not None and each.completed >= least


def _points(each: Standing) -> Decimal:
    return each.score if each.score is not None else Decimal(-1)


def _with_rank(each: Standing, rank: int | None) -> Standing:
    return replace(each, rank=rank)


def cases(
    core: Core, window: Window, *, unit: str, code: str, predecessors: Sequence[str] = ()
) -> Sequence[indicator.Counted]:
    """The assignments behind one figure: counted, not counted, left out and why."""
    worth = scheme(core, city_day(window.start)).worth
    with core.engine.connect() as connection:
        units = (unit, *predecessors)
        return indicator.cases(connection, so_far(window, core.now()), units=units, code=code, worth=worth)


def so_far(window: Window, now: datetime) -> Window:
    """A window that is still running ends now: a deadline that lies ahead is not missed."""
    return replace(window, end=max(window.start, min(window.end, now)))
