"""What a tick counted is what would be counted now, and is used only while it is that."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import update

from admin.wiring import Container
from tests.tracking import stored
from tests.tracking.people import OTHER_UNIT, UNIT
from tracking.domain.clock import FixedClock, city_day
from tracking.domain.period import Period, month_of
from tracking.domain.verb import Verb
from tracking.service import performance, period_close, running
from tracking.service.trend import Told, standings_of, trend
from tracking.store import schema

GROUPS: dict[str, str | None] = {UNIT: "B1", OTHER_UNIT: "B1"}


def _month(container: Container) -> Period:
    return month_of(city_day(container.core.now()))


def _told(container: Container, period: Period) -> Told:
    scheme, _ = performance.window_of(container.core, period)
    return standings_of(container.core, period, scheme, groups=GROUPS)


def _counted(container: Container, clock: FixedClock, *, after: timedelta = timedelta(days=10)) -> Sequence[Told]:
    """Told without a count, and from one made at the same moment."""
    for _ in range(3):
        stored.tell(container.core, stored.dispatched(container.core), Verb.SIGN, index=1)
    clock.at += after
    period = _month(container)
    exact = _told(container, period)
    assert running.count(container.core, [period]) == 1
    return exact, _told(container, period)


def test_a_count_says_what_counting_says(container: Container, clock: FixedClock) -> None:
    exact, kept = _counted(container, clock)
    assert kept == exact
    assert any(rate.denominator for each in kept.standings for rate in each.rates.values())
    told = trend(container.core, [_month(container)], groups=GROUPS)
    assert (told.standings, told.counted_at) == (exact.standings, clock.at)


def test_a_count_stays_for_a_minute_and_says_of_when_it_is(container: Container, clock: FixedClock) -> None:
    _, kept = _counted(container, clock)
    began = clock.at
    clock.at += timedelta(seconds=30)
    stored.dispatched(container.core)
    assert running.count(container.core, [_month(container)]) == 0
    assert _told(container, _month(container)).standings == kept.standings
    assert _told(container, _month(container)).counted_at == began
    clock.at += timedelta(minutes=1)
    assert running.count(container.core, [_month(container)]) == 1
    assert _told(container, _month(container)).counted_at == clock.at


def test_what_is_too_old_or_counted_otherwise_is_not_shown(container: Container, clock: FixedClock) -> None:
    _counted(container, clock)
    with container.engine.begin() as connection:
        connection.execute(update(schema.running_figure).values(worth="0.4 0.9"))
    assert running.count(container.core, [_month(container)]) == 1, "the numbers are others"
    clock.at += timedelta(hours=2)
    assert _told(container, _month(container)).counted_at == clock.at


def test_a_closed_period_is_not_counted(container: Container, clock: FixedClock) -> None:
    _counted(container, clock)
    period = _month(container)
    clock.at += timedelta(days=40)
    period_close.close(container.core, period, groups=GROUPS, by="second")
    assert running.count(container.core, [period]) == 0
    assert _told(container, period).closed
    assert sum(each.rates["N1"].numerator for each in _told(container, period).standings) >= Decimal(0)
