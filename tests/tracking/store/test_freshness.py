"""What a process keeps is looked at once a second, and goes on to serve while the database does not answer."""

from datetime import timedelta

from sqlalchemy import Engine, create_engine

from tracking.domain.clock import FixedClock
from tracking.store.freshness import Freshness, touch


def _touched(engine: Engine) -> None:
    with engine.begin() as connection:
        touch(connection)


def test_a_touch_is_seen_a_second_later_and_not_before_it_is_committed(engine: Engine, clock: FixedClock) -> None:
    known = Freshness(engine, clock.now)
    first = known.stamp()
    with engine.begin() as connection:
        touch(connection)
        clock.at += timedelta(seconds=1)
        assert known.stamp() == first
    assert known.stamp() == first, "within the second nobody asks"
    clock.at += timedelta(seconds=1)
    assert known.stamp() == first + 1


def test_asking_at_once_does_not_wait(engine: Engine, clock: FixedClock) -> None:
    known = Freshness(engine, clock.now)
    before = known.ask()
    _touched(engine)
    assert known.ask() == before + 1 == known.stamp()


def test_a_clock_that_is_set_back_asks_again(engine: Engine, clock: FixedClock) -> None:
    known = Freshness(engine, clock.now)
    before = known.stamp()
    _touched(engine)
    clock.at -= timedelta(days=1)
    assert known.stamp() == before + 1


def test_without_a_database_what_was_known_stays(clock: FixedClock) -> None:
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none", connect_args={"connect_timeout": 1})
    assert Freshness(nowhere, clock.now).stamp() == 0
