"""The figures of a frozen period as the public reads them: the city as one, then every group."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from tracking.domain.indicator import Rate
from tracking.domain.nine import NINE
from tracking.domain.scoring import HUNDRED, Scheme
from tracking.store.frozen import Frozen, grade_of

_NOTHING = Rate(numerator=Decimal(0), denominator=0)


@dataclass(frozen=True, kw_only=True)
class Total:
    """One indicator of the whole city. ``reached``: excellent, qualified, unqualified, or None without a value."""

    code: str
    percent: Decimal | None
    rate: Rate
    reached: str | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """One unit in its group. ``rank`` None: too few cases."""

    unit: str
    group: str
    score: Decimal | None
    grade: str | None
    rank: int | None
    completed: int


def totals(made: Frozen, scheme: Scheme) -> Sequence[Total]:
    """Numerators and denominators of all units added up; shares are never averaged."""
    return [_total(code, _sum(made.body, code), scheme) for code in (each.code for each in NINE)]


def places(made: Frozen) -> Mapping[str, Sequence[Place]]:
    """The units of each group, ranked ones first. With too few cases there is no score: it would be one citizen's."""
    found = [_place(unit, each) for unit, each in made.body.items() if each["group"]]
    found.sort(key=lambda each: (each.group, each.rank is None, each.rank or 0, each.unit))
    groups = sorted({each.group for each in found})
    return {group: [each for each in found if each.group == group] for group in groups}


def hidden(made: Frozen, code: str, *, below: int) -> Collection[str]:
    """Units whose rate would tell of so few cases that one may guess whose; never one alone, or the sum would tell."""
    counts = {unit: each["rates"][code][1] for unit, each in made.body.items() if code in each["rates"]}
    small = [unit for unit, n in counts.items() if 0 < n < below]
    others = [unit for unit, n in counts.items() if n >= below]
    return [*small, min(others, key=lambda unit: (counts[unit], unit))] if len(small) == 1 and others else small


def _sum(body: Mapping[str, Any], code: str) -> Rate:
    rates = (each["rates"][code] for each in body.values() if code in each["rates"])
    return reduce(add, (Rate(numerator=Decimal(rate[0]), denominator=rate[1]) for rate in rates), _NOTHING)


def _total(code: str, rate: Rate, scheme: Scheme) -> Total:
    percent = None if rate.value is None else rate.value * HUNDRED
    return Total(code=code, percent=percent, rate=rate, reached=_reached(code, percent, scheme))


def _reached(code: str, percent: Decimal | None, scheme: Scheme) -> str | None:
    if percent is None:
        return None
    line, sign = scheme.lines[code], 1 if next(each for each in NINE if each.code == code).rising else -1
    if sign * percent >= sign * line.excellent:
        return "excellent"
    return "qualified" if sign * percent >= sign * line.qualified else "unqualified"


def _place(unit: str, each: Mapping[str, Any]) -> Place:
    enough = each["rank"] is not None
    score = Decimal(each["score"]) if enough and each["score"] is not None else None
    return Place(
        unit=unit,
        group=each["group"],
        score=score,
        grade=grade_of(each),
        rank=each["rank"],
        completed=each["completed"],
    )
