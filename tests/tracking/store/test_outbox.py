"""Events that wait: claimed by one, postponed longer each time, parked in the end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from admin.wiring import Container
from tests.tracking import stored
from tests.tracking.city import MONDAY
from tracking.store import outbox, schema
from tracking.store.outbox import LONGEST_WAIT, MOST_ATTEMPTS, Event


@pytest.fixture
def waiting(container: Container) -> Engine:
    """Three petitions just taken in, so three events."""
    for _ in range(3):
        stored.taken(container.core)
    return container.engine


def _claim(engine: Engine) -> list[Event]:
    with engine.connect() as connection:
        return list(outbox.claim(connection, now=MONDAY, size=10))


def test_events_are_claimed_oldest_first_and_no_more_than_asked_for(waiting: Engine) -> None:
    with waiting.connect() as connection:
        claimed = outbox.claim(connection, now=MONDAY, size=2)
        rest = outbox.claim(connection, now=MONDAY, size=10)
    assert [event.id for event in claimed] == sorted(event.id for event in claimed)
    assert (len(claimed), len(rest)) == (2, 3), "one's own locks do not hide anything from oneself"


def test_two_relays_never_hold_the_same_event(waiting: Engine) -> None:
    with waiting.connect() as one, waiting.connect() as other:
        mine = outbox.claim(one, now=MONDAY, size=2)
        theirs = outbox.claim(other, now=MONDAY, size=10)
    assert {event.id for event in mine} & {event.id for event in theirs} == set()
    assert len(mine) + len(theirs) == 3


def test_an_event_of_the_future_waits(waiting: Engine) -> None:
    with waiting.connect() as connection:
        assert not outbox.claim(connection, now=MONDAY - timedelta(seconds=1), size=10)


def test_each_failure_makes_it_wait_longer_up_to_ten_minutes(waiting: Engine) -> None:
    (event, *_) = _claim(waiting)
    waits = []
    with waiting.connect() as connection:
        for attempts in range(MOST_ATTEMPTS):
            outbox.postpone(connection, _again(event, attempts), now=MONDAY, error="TimeoutError")
            row = connection.execute(select(schema.outbox).where(schema.outbox.c.id == event.id)).one()
            waits.append(row.next_try_at - MONDAY)
            assert row.parked == (attempts + 1 == MOST_ATTEMPTS)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=2)
    assert waits[-1] == LONGEST_WAIT


def test_a_parked_event_is_claimed_no_more_and_not_counted_as_lag(waiting: Engine) -> None:
    (event, *_) = _claim(waiting)
    with waiting.connect() as connection:
        outbox.postpone(connection, _again(event, MOST_ATTEMPTS - 1), now=MONDAY, error="ValueError")
        later = MONDAY + timedelta(days=1)
        assert event.id not in {each.id for each in outbox.claim(connection, now=later, size=10)}
        assert outbox.lag(connection) == (2, MONDAY)


def test_an_empty_outbox_has_no_lag(waiting: Engine) -> None:
    events = _claim(waiting)
    with waiting.connect() as connection:
        outbox.done(connection, events)
        outbox.done(connection, [])
        assert outbox.lag(connection) == (0, None)


def _again(event: Event, attempts: int) -> Event:
    return replace(event, attempts=attempts)
