"""Counting what is not closed yet, so that whoever opens a page of figures does not have to."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from tracking.domain.clock import city_day
from tracking.domain.indicator import Rate
from tracking.domain.nine import NINE
from tracking.domain.period import Period
from tracking.service import performance
from tracking.service.core import Core
from tracking.service.performance import Counts
from tracking.store import frozen, running
from tracking.store.running import Running

OFTEN, SELDOM = timedelta(minutes=1), timedelta(minutes=10)
# Counting takes no more than a two-hundredth of the time, each period by itself, however much there is to count.
SHARE = 200
GOOD_FOR = 3


_NOTHING = Rate(numerator=Decimal(0), denominator=0)


def count(core: Core, periods: Sequence[Period]) -> int:
    """Count those of ``periods`` that are not closed and were not counted lately; returns how many were.

    A period that runs is counted every minute, one that is over every ten, unless that takes too much of the time.
    """
    with core.engine.connect() as connection:
        closed = frozen.several(connection, [str(each) for each in periods])
        known = running.several(connection, [str(each) for each in periods])
    wanted = [each for each in periods if str(each) not in closed and _is_due(core, each, known.get(str(each)))]
    for each in wanted:
        _count(core, each)
    return len(wanted)


def read(kept: Running) -> Counts:
    """As numbers again."""
    rates = {unit: _nine(each["rates"]) for unit, each in kept.body.items()}
    return rates, {unit: each["completed"] for unit, each in kept.body.items()}


def _is_due(core: Core, period: Period, last: Running | None) -> bool:
    scheme, window = performance.window_of(core, period)
    if last is None or not last.answers(window, scheme.worth, now=core.now()):
        return True
    return core.now() >= last.counted_at + _every(period, core.now(), took_ms=last.took_ms)


def _every(period: Period, now: datetime, *, took_ms: int) -> timedelta:
    often = OFTEN if period.months == 1 and period.begins_on.month == city_day(now).month else SELDOM
    return max(often, SHARE * timedelta(milliseconds=took_ms))


def _count(core: Core, period: Period) -> None:
    now, began = core.now(), time.perf_counter()
    scheme, window = performance.window_of(core, period)
    with core.engine.begin() as connection:
        rates, completed = performance.counted(connection, performance.so_far(window, now), scheme.worth)
        took = ceil((time.perf_counter() - began) * 1000)
        made = Running(
            period=str(period),
            starts_at=window.start,
            ends_at=window.end,
            worth=running.told(scheme.worth),
            body={unit: _body(rates.get(unit, {}), completed.get(unit, 0)) for unit in rates.keys() | completed.keys()},
            counted_at=now,
            took_ms=took,
            good_until=now + GOOD_FOR * max(SELDOM, _every(period, now, took_ms=took)),
        )
        running.keep(connection, made)


def _body(rates: Mapping[str, Rate], completed: int) -> dict[str, Any]:
    """Exact numbers as text; indicators in which a unit has nothing are left out."""
    told = {c: [str(r.numerator), r.denominator, r.left, r.undecided] for c, r in rates.items() if r != _NOTHING}
    return {"rates": told, "completed": completed}


def _nine(told: Mapping[str, Sequence[Any]]) -> Mapping[str, Rate]:
    return {each.code: _rate(told[each.code]) if each.code in told else _NOTHING for each in NINE}


def _rate(parts: Sequence[Any]) -> Rate:
    numerator, denominator, left, undecided = parts
    return Rate(numerator=Decimal(numerator), denominator=denominator, left=left, undecided=undecided)
