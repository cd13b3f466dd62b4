"""A tick looks at what has moved since the last one, and misses nothing that a look at everything would find."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from admin.supervision import alarm_schema, alarming, looking
from admin.wiring import Container
from tests.admin.desks import matter
from tests.tracking import city
from tracking.domain.clock import FixedClock
from tracking.domain.people import citizen
from tracking.domain.procedure import citizen as citizens
from tracking.domain.vocabulary import Urgency
from tracking.store import schema as tracking

M, T = alarm_schema.alarm.c, alarm_schema.tick.c
EVENING = city.closing(3, 4)
Happening = Callable[[Container, FixedClock], object]


def _rules(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(M.rule).order_by(M.rule, M.subject)).scalars())


def _reached(container: Container) -> datetime:
    with container.engine.connect() as connection:
        found: datetime = connection.execute(select(T.reached)).scalar_one()
        return found


def _urged(container: Container, number: str, at: datetime) -> None:
    with container.core.change(number) as case:
        for _ in range(3):
            citizens.urge(case, by=citizen("web"), at=at)


def _at_noon(container: Container, clock: FixedClock) -> None:
    """The first tick of the day has looked at everything."""
    clock.at = EVENING.replace(hour=4)
    alarming.watch(container.core)


def test_a_tick_reads_only_what_moved(container: Container, clock: FixedClock) -> None:
    left, urged = matter.signed(container), matter.signed(container)
    _at_noon(container, clock)
    clock.at += timedelta(minutes=30)
    _urged(container, urged, clock.at)
    with container.engine.begin() as connection:
        rules = alarming.active(connection, clock.at)
        look = looking.begin(connection, rules, clock.at)
        moved = looking.near(connection, look, rules, clock.at, calendar=city.calendar())
    assert moved.moved == [urged]
    assert left not in (moved.touched or ())
    assert alarming.watch(container.core) == 1
    assert _rules(container) == ["urges_many"]


def test_a_moment_that_passes_is_enough(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container)
    matter.with_unit(container, urgency=Urgency.CRITICAL)
    clock.at += timedelta(minutes=1)
    assert alarming.watch(container.core) == 0
    clock.at += timedelta(minutes=30)
    assert [alarming.watch(container.core) for _ in range(2)] == [1, 0]
    assert _rules(container) == ["sign_fast"]


def test_a_limit_of_working_days_passes_at_closing_time(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container)
    _at_noon(container, clock)
    clock.at = EVENING
    assert alarming.watch(container.core) == 0
    clock.at += timedelta(minutes=2)
    assert [alarming.watch(container.core) for _ in range(2)] == [1, 0]
    assert _rules(container) == ["sign_normal"]


def test_an_entry_that_was_committed_late_is_read_by_the_next_tick(container: Container, clock: FixedClock) -> None:
    number = matter.signed(container)
    _at_noon(container, clock)
    clock.at += timedelta(minutes=5)
    alarming.watch(container.core)
    _urged(container, number, clock.at - timedelta(minutes=4))
    clock.at += timedelta(minutes=2)
    assert [alarming.watch(container.core) for _ in range(2)] == [1, 0]


def test_an_entry_that_came_later_still_is_found_the_next_day(container: Container, clock: FixedClock) -> None:
    number = matter.signed(container)
    _at_noon(container, clock)
    clock.at += timedelta(hours=3)
    alarming.watch(container.core)
    _urged(container, number, clock.at - timedelta(hours=2))
    assert alarming.watch(container.core) == 0
    clock.at += timedelta(days=1)
    alarming.watch(container.core)
    assert _rules(container).count("urges_many") == 1


@pytest.mark.parametrize("away", [timedelta(hours=9), timedelta(days=1), timedelta(days=9)])
def test_a_tick_that_was_away_finds_what_one_that_never_slept_found(
    container: Container, clock: FixedClock, away: timedelta
) -> None:
    numbers = [matter.with_unit(container), matter.signed(container), matter.reported(container)]
    numbers += [matter.classified(container), matter.with_unit(container, urgency=Urgency.CRITICAL)]
    alarming.watch(container.core)
    _urged(container, numbers[1], clock.at + timedelta(minutes=3))
    clock.at += away
    made = alarming.watch(container.core)
    found = _rules(container)
    assert made == len(found) > 0
    assert alarming.watch(container.core) == 0
    with container.engine.begin() as connection:
        connection.execute(update(alarm_schema.tick).values(looked_with=""))
    assert alarming.watch(container.core) == 0, "a look at everything finds no more"


def test_a_rule_that_changed_is_asked_of_everything(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container)
    _at_noon(container, clock)
    with container.engine.begin() as connection:
        before = connection.execute(select(T.looked_with)).scalar_one()
        rules = dict(alarming.active(connection, clock.at))
        rules.pop("sign_normal")
        assert looking.begin(connection, rules, clock.at).reached is None
        assert looking.begin(connection, alarming.active(connection, clock.at), clock.at).with_ == before


def test_what_a_tick_left_over_is_taken_by_the_next(container: Container, clock: FixedClock) -> None:
    for _ in range(3):
        matter.with_unit(container, urgency=Urgency.CRITICAL)
    alarming.watch(container.core)
    before = _reached(container)
    clock.at += timedelta(minutes=31)
    assert [alarming.watch(container.core, most=2) for _ in range(3)] == [2, 1, 0]
    assert _reached(container) > before
    with container.engine.begin() as connection:
        connection.execute(delete(tracking.outbox))
