"""A frozen March with units of every grade, written as a closing would write it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from admin.bulletins import contact, making, service
from admin.wiring import Container
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.indicator import Rate
from tracking.domain.nine import NINE
from tracking.domain.period import Span, named
from tracking.domain.scoring import Scheme, grade, score
from tracking.service import performance, period_close
from tracking.service.performance import Standing
from tracking.store import frozen

DEMANDS = "请各单位对照短板逐项整改,严格执行首接负责,不得推诿。"
APRIL = datetime(2026, 4, 7, 10, 0, tzinfo=CITY_ZONE)
PHONES = {"A01": "13900000101", "A02": "13900000102", "A03": "13900000103", "A04": "13900000104"}


def rates(good: int, bad: int) -> Mapping[str, Rate]:
    """Of every figure ``good`` of ``good + bad`` are as they should be."""
    from decimal import Decimal

    return {each.code: Rate(numerator=Decimal(good if each.rising else bad), denominator=good + bad) for each in NINE}


def standing(unit: str, good: int, bad: int, scheme: Scheme, *, rank: int | None) -> Standing:
    nine = rates(good, bad)
    points = score(nine, scheme)
    return Standing(
        unit=unit,
        group="A",
        rates=nine,
        score=points,
        grade=grade(points, scheme, completed=good + bad),
        completed=good + bad,
        rank=rank,
    )


def freeze(container: Container, period: str = "2026-03", *, more: Mapping[str, Any] | None = None) -> frozen.Frozen:
    """Excellent A01, qualified A02, unqualified A03, and A04 with too few cases."""
    span: Span = named(period)
    scheme, window = performance.window_of(container.core, span)
    standings = [
        standing("A01", 100, 0, scheme, rank=1),
        standing("A02", 94, 6, scheme, rank=2),
        standing("A03", 80, 20, scheme, rank=3),
        standing("A04", 5, 0, scheme, rank=None),
    ]
    body = {**period_close.snapshot(standings), **(more or {})}
    made = frozen.Frozen(
        period=period,
        starts_at=window.start,
        ends_at=window.end,
        scheme=scheme.version,
        body=body,
        hash=period_close.body_hash(body),
        frozen_at=window.end,
        frozen_by="office",
    )
    with container.engine.begin() as connection:
        assert frozen.add(connection, made)
    return made


def contacts(container: Container, *units: str) -> None:
    """One number each, all four without ``units``."""
    for unit in units or PHONES:
        contact.put(container.core, unit=unit, post="主要负责人", phone=PHONES[unit], by="root")


def drafted(container: Container, clock: FixedClock, period: str = "2026-03") -> int:
    """A draft by the dispatcher on 7 April."""
    clock.at = max(clock.at, APRIL)
    freeze(container, period)
    due_on = clock.at.date().replace(month=clock.at.month + 1)
    return making.make(container, period=period, demands=DEMANDS, due_on=due_on, by="disp")


def approved(container: Container, clock: FixedClock, *, skip: bool = True) -> int:
    """Approved by the second dispatcher as it was seen."""
    from admin.bulletins import recipient

    identity = drafted(container, clock)
    with container.engine.connect() as connection:
        made = service.held(connection, identity)
    seen = recipient.fingerprint(service.preview(container, made))
    service.approve(container, identity, seen=seen, skip=skip, version=made.version, by="second")
    return identity
