"""Figures for people: the nine indicators, score, grade and rank of every unit in a month, with their cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from tracking.domain.clock import CITY_ZONE
from tracking.domain.indicator import Rate, Window
from tracking.domain.nine import NINE
from tracking.domain.scoring import Grade, Line, Scheme, grade, score
from tracking.service.core import Core
from tracking.store import indicator, parameter

SCHEME = "scheme"
_NOTHING = {each.code: Rate(numerator=Decimal(0), denominator=0) for each in NINE}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One unit in one window. ``rank`` is None below the least number of completed cases or outside a group."""

    unit: str
    group: str | None
    rates: Mapping[str, Rate]
    score: Decimal | None
    grade: Grade | None
    completed: int
    rank: int | None


def month_window(month: date, *, starts_on: int = 1) -> Window:
    """The month that ends in ``month``: from its first, or else from ``starts_on`` (up to 28) of the month before."""
    named = month.replace(day=1)
    first = named if starts_on == 1 else _previous(named).replace(day=starts_on)
    following = _following(first)
    return Window(start=_midnight(first), end=_midnight(following))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_ZONE)


def _previous(month: date) -> date:
    return month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)


def _following(day: date) -> date:
    return day.replace(year=day.year + 1, month=1) if day.month == 12 else day.replace(month=day.month + 1)


def scheme(core: Core, on: date) -> Scheme:
    """Lines and weights in force on a day."""
    with core.engine.connect() as connection:
        versions = parameter.versions(connection, SCHEME)
    row = max((each for each in versions if each["effective_on"] <= on), key=lambda each: each["effective_on"])
    lines = {
        each["indicator"]: Line(
            excellent=Decimal(each["excellent"]), qualified=Decimal(each["qualified"]), weight=Decimal(each["weight"])
        )
        for each in row["body"]
    }
    return Scheme(version=row["version"], effective_on=row["effective_on"], lines=lines)


def board(
    core: Core, window: Window, *, groups: Mapping[str, str | None], what_if: Scheme | None = None
) -> Sequence[Standing]:
    """All units of ``groups`` (unit → group), best first within their group.

    ``what_if`` replaces the lines and weights in force at the start of the window.
    """
    window = _so_far(core, window)
    with core.engine.connect() as connection:
        rates = indicator.rates(connection, window)
        completed = indicator.completed(connection, window)
    lines = what_if or scheme(core, window.start.date())
    standings = [
        _standing(unit, group, rates.get(unit, _NOTHING), completed.get(unit, 0), lines)
        for unit, group in groups.items()
    ]
    return _ranked(standings, least=lines.least)


def _standing(unit: str, group: str | None, rates: Mapping[str, Rate], completed: int, lines: Scheme) -> Standing:
    points = score(rates, lines)
    return Standing(
        unit=unit,
        group=group,
        rates=rates,
        score=points,
        grade=grade(points, lines),
        completed=completed,
        rank=None,
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


def cases(core: Core, window: Window, *, unit: str, code: str) -> Sequence[indicator.Counted]:
    """The assignments behind one figure."""
    with core.engine.connect() as connection:
        return indicator.cases(connection, _so_far(core, window), unit=unit, code=code)


def _so_far(core: Core, window: Window) -> Window:
    """A window that is still running ends now: a deadline that lies ahead is not missed."""
    return replace(window, end=max(window.start, min(window.end, core.now())))
