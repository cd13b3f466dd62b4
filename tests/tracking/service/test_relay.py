"""The relay: every event reaches its subscribers at least once; one that fails holds up no other."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from admin.wiring import Container
from tests.tracking import stored
from tests.tracking.at_once import at_once
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.service.relay import BATCH, drain
from tracking.store import outbox, schema
from tracking.store.outbox import MOST_ATTEMPTS, Event


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Desk:
    """A subscriber that writes down what it gets, after whatever goes wrong before."""

    got: list[tuple[str, int]] = field(default_factory=list)
    failed: list[tuple[Event, Exception]] = field(default_factory=list)

    def take(self, event: Event) -> None:
        self.got.append((event.number, event.seq))

    def report(self, event: Event, error: Exception) -> None:
        self.failed.append((event, error))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _left(core: Core) -> list[tuple[str, int]]:
    with core.engine.connect() as connection:
        rows = connection.execute(select(schema.outbox.c.number, schema.outbox.c.seq).order_by(schema.outbox.c.id))
        return [(row.number, row.seq) for row in rows]


def _refuse(number: str, then: Callable[[Event], None], error: BaseException) -> Callable[[Event], None]:
    def subscriber(event: Event) -> None:
        if event.number == number:
            raise error
        then(event)

    return subscriber


def test_every_event_reaches_the_subscribers_of_its_verb_and_is_done(container: Container, desk: Desk) -> None:
    number = stored.dispatched(container.core)
    taken = drain(container.core, {Verb.DISPATCH: [desk.take], Verb.REGISTER: [desk.take]}, report=desk.report)
    assert (taken, desk.got, _left(container.core)) == (3, [(number, 1), (number, 3)], [])
    assert drain(container.core, {Verb.DISPATCH: [desk.take]}, report=desk.report) == 0


def test_more_than_a_batch_is_drained_at_once(container: Container, desk: Desk) -> None:
    for _ in range(BATCH + 5):
        stored.taken(container.core)
    assert drain(container.core, {Verb.REGISTER: [desk.take]}, report=desk.report) == BATCH + 5
    assert len(set(desk.got)) == len(desk.got) == BATCH + 5


def test_one_that_fails_waits_and_the_others_go_on(container: Container, clock: FixedClock, desk: Desk) -> None:
    core = container.core
    poison, *others = [stored.taken(core).number for _ in range(3)]
    failing = _refuse(poison, desk.take, ValueError("13800001111"))
    drain(core, {Verb.REGISTER: [failing]}, report=desk.report)
    assert [number for number, _ in desk.got] == others
    assert [(event.number, str(error)) for event, error in desk.failed] == [(poison, "13800001111")]
    assert drain(core, {Verb.REGISTER: [desk.take]}, report=desk.report) == 0, "not before its time"
    clock.at += timedelta(seconds=2)
    assert drain(core, {Verb.REGISTER: [desk.take]}, report=desk.report) == 1
    assert (desk.got[-1], _left(core)) == ((poison, 1), [])


def test_the_error_that_is_kept_holds_nothing_personal(container: Container, desk: Desk) -> None:
    number = stored.taken(container.core).number
    drain(container.core, {Verb.REGISTER: [_refuse(number, desk.take, ValueError("13800001111"))]}, report=desk.report)
    with container.engine.connect() as connection:
        assert connection.execute(select(schema.outbox.c.error)).scalar_one() == "ValueError"


def test_an_event_nobody_can_handle_is_parked_for_a_person(container: Container, clock: FixedClock, desk: Desk) -> None:
    core = container.core
    poison, healthy = stored.taken(core).number, stored.taken(core).number
    failing = _refuse(poison, desk.take, ValueError())
    for _ in range(MOST_ATTEMPTS + 3):
        drain(core, {Verb.REGISTER: [failing]}, report=desk.report)
        clock.at += timedelta(hours=1)
    assert len(desk.failed) == MOST_ATTEMPTS
    assert desk.got == [(healthy, 1)]
    with core.engine.connect() as connection:
        assert connection.execute(select(schema.outbox.c.parked, schema.outbox.c.attempts)).one() == (True, 12)
        assert outbox.lag(connection) == (0, None)


def test_a_relay_that_dies_between_handling_and_marking_hands_out_again(container: Container, desk: Desk) -> None:
    core = container.core
    first, last = stored.taken(core).number, stored.taken(core).number
    with pytest.raises(Killed):
        drain(core, {Verb.REGISTER: [_refuse(last, desk.take, Killed())]}, report=desk.report)
    assert _left(core) == [(first, 1), (last, 1)]
    drain(core, {Verb.REGISTER: [desk.take]}, report=desk.report)
    assert Counter(desk.got) == {(first, 1): 2, (last, 1): 1}


def test_relays_side_by_side_give_nothing_out_twice(container: Container, desk: Desk) -> None:
    for _ in range(60):
        stored.taken(container.core)
    relay = partial(drain, container.core, {Verb.REGISTER: [desk.take]}, report=desk.report)
    at_once([relay] * 4)
    relay()
    assert len(desk.got) == len(set(desk.got)) == 60
    assert _left(container.core) == []


def test_what_a_subscriber_sets_off_is_an_event_of_its_own(container: Container, desk: Desk) -> None:
    core, number = container.core, stored.taken(container.core).number
    classify = [lambda event: stored.tell(core, event.number, Verb.CLASSIFY)]
    drain(core, {Verb.REGISTER: classify, Verb.CLASSIFY: [desk.take]}, report=desk.report)
    drain(core, {Verb.REGISTER: classify, Verb.CLASSIFY: [desk.take]}, report=desk.report)
    assert (desk.got, desk.failed) == ([(number, 2)], [])
