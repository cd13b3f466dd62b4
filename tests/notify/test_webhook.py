"""Events for the systems of others: each at least once, signed, in order, and nothing of a report."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select, text

from admin.wiring import Container, subscribers
from channels import signature
from channels.webhook.carrier import HttpCarrier
from channels.webhook.port import Outgoing
from notify import outgoing, subscriber
from notify.schema import webhook, webhook_delivery
from notify.subscriber import back_off
from notify.webhook import Webhooks
from tests.admin.desks import matter
from tests.stand_in import Answer, Asked, StandIn, standing_in
from tests.tracking import stored
from tracking.domain.clock import FixedClock
from tracking.domain.people import SYSTEM
from tracking.domain.procedure.intake import classify
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Urgency
from tracking.service import relay
from tracking.store.outbox import Event as Happened

UP_TO_DISPATCH = (Verb.REGISTER, Verb.CLASSIFY, Verb.DISPATCH)


@pytest.fixture
def there() -> Iterator[StandIn]:
    with standing_in() as other:
        yield other


def _subscribe(container: Container, url: str, *events: Verb) -> tuple[int, str]:
    core = container.core
    with core.engine.begin() as connection:
        return subscriber.add(
            connection, core.sealer, name="sister", url=url, events=events or Verb, by="test", at=core.now()
        )


def _relay(container: Container) -> None:
    only = {verb: [container.webhooks.on_event] for verb in subscribers(container)}
    relay.drain(container.core, only, report=_fail)


def _serve(container: Container) -> int:
    """One tick."""
    return sum(container.webhooks.serve(lane) for lane in container.webhooks.lanes())


def _happens(container: Container) -> int:
    _relay(container)
    return _serve(container)


def _told(asked: Sequence[Asked]) -> list[tuple[str, int]]:
    """(type, sequence) of what arrived."""
    bodies = [json.loads(each.body) for each in asked]
    return [(body["type"], body["data"]["sequence"]) for body in bodies]


def _states(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        order = (webhook_delivery.c.number, webhook_delivery.c.seq)
        return list(connection.execute(select(webhook_delivery.c.state).order_by(*order)).scalars())


def test_every_event_that_was_asked_for_arrives_once_and_in_order(container: Container, there: StandIn) -> None:
    _subscribe(container, there.url, *UP_TO_DISPATCH)
    number = stored.dispatched(container.core)
    stored.tell(container.core, number, Verb.SIGN, index=1)
    assert _happens(container) == 3
    assert _told(there.asked) == [("petition.registered", 1), ("petition.classified", 2), ("petition.dispatched", 3)]
    assert _happens(container) == 0
    assert _states(container) == ["delivered"] * 3


def test_it_is_signed_so_that_the_receiver_can_tell(container: Container, there: StandIn) -> None:
    _, secret = _subscribe(container, there.url)
    number = stored.dispatched(container.core)
    _happens(container)
    ids = []
    for asked in there.asked:
        ids.append(signature.verify([secret], asked.headers, asked.body, now=container.core.now()).id)
        with pytest.raises(signature.Forged):
            signature.verify([secret], asked.headers, asked.body + b" ", now=container.core.now())
    assert ids == [f"{number}-1", f"{number}-2", f"{number}-3"]


def test_an_exchanged_secret_and_the_old_one_both_hold_for_a_day(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    identity, old = _subscribe(container, there.url, Verb.REGISTER)
    with container.engine.begin() as connection:
        new = subscriber.rotate(connection, container.core.sealer, identity, at=clock.at)
    matter.classified(container)
    _happens(container)
    clock.at += timedelta(days=2)
    matter.classified(container)
    _happens(container)
    first, later = there.asked
    for secret in (old, new):
        signature.verify([secret], first.headers, first.body, now=clock.at - timedelta(days=2))
    signature.verify([new], later.headers, later.body, now=clock.at)
    with pytest.raises(signature.Forged):
        signature.verify([old], later.headers, later.body, now=clock.at)


def test_nothing_personal_and_no_word_is_told(container: Container, there: StandIn) -> None:
    _subscribe(container, there.url)
    number = matter.accepted(container)
    _happens(container)
    with container.engine.connect() as connection:
        words = set(connection.execute(text("SELECT body FROM text")).scalars())
    told = b"".join(asked.body for asked in there.asked).decode()
    assert number in told
    assert not [word for word in (*words, matter.PHONE, matter.NAME, "文体路5号") if word in told]
    assert set(json.loads(there.asked[0].body)["data"]["petition"]) == {
        *("number", "channel", "legacy_source", "stage", "kind", "topic", "urgency", "district", "unit"),
        *("received_at", "due_at", "closed_at", "outcome", "satisfaction", "urges", "reworks"),
    }


def test_nothing_of_a_report_is_told_not_even_that_it_came(container: Container, there: StandIn) -> None:
    _subscribe(container, there.url)
    number = matter.registered(container)
    _happens(container)
    assert there.asked == [], "until it is known what it is"
    with container.core.change(number) as case:
        known = {"kind": Kind.REPORT, "topic": matter.TOPIC, "urgency": Urgency.NORMAL}
        table = container.core.timetable_of(case)
        classify(case, by=SYSTEM, at=container.core.now(), timetable=table, **known)  # type: ignore[arg-type]
    _happens(container)
    assert there.asked == []
    assert _states(container) == ["withheld"] * 2


def test_what_was_closed_before_anyone_knew_its_kind_is_withheld(container: Container, there: StandIn) -> None:
    _subscribe(container, there.url)
    number = stored.taken(container.core).number
    stored.tell(container.core, number, Verb.ANSWER)
    _happens(container)
    assert there.asked == []
    assert _states(container) == ["withheld"] * 2


def test_what_it_did_not_ask_for_it_does_not_get(container: Container, there: StandIn) -> None:
    _subscribe(container, there.url, Verb.CLOSE)
    stored.dispatched(container.core)
    assert _happens(container) == 0


def test_an_event_relayed_twice_is_sent_once(container: Container, there: StandIn) -> None:
    _subscribe(container, there.url, *UP_TO_DISPATCH)
    stored.dispatched(container.core)
    on_event = container.webhooks.on_event
    relay.drain(container.core, dict.fromkeys(subscribers(container), (on_event, on_event)), report=_fail)
    assert _serve(container) == 3


def test_an_event_waits_for_one_that_is_still_in_the_outbox(container: Container, there: StandIn) -> None:
    _subscribe(container, there.url)
    stored.dispatched(container.core)
    tries: list[object] = []

    def stumbles(event: Happened) -> None:
        if event.seq == 1 and not tries:
            tries.append(event)
            raise ValueError
        container.webhooks.on_event(event)

    relay.drain(container.core, dict.fromkeys(Verb, (stumbles,)), report=lambda *_: None)
    assert _serve(container) == 0
    assert _states(container) == ["queued"] * 2
    container.core.clock.at += timedelta(minutes=1)  # type: ignore[attr-defined]
    assert _happens(container) == 3
    assert [sequence for _, sequence in _told(there.asked)] == [1, 2, 3]


@pytest.mark.parametrize("answer", [Answer(status=500), Answer(status=429), Answer(status=404), Answer(hang_up=True)])
def test_an_unwell_subscriber_is_left_alone_and_gets_everything_later(
    container: Container, clock: FixedClock, there: StandIn, answer: Answer
) -> None:
    there.answers(answer, answer, Answer())
    _subscribe(container, there.url, *UP_TO_DISPATCH)
    stored.dispatched(container.core)
    assert _happens(container) == 0
    assert _serve(container) == 0
    assert len(there.asked) == 1, "not before its time"
    for _ in range(6):
        clock.at += timedelta(seconds=30)
        _serve(container)
    assert _told(there.asked)[-3:] == [
        ("petition.registered", 1),
        ("petition.classified", 2),
        ("petition.dispatched", 3),
    ]
    assert _states(container) == ["delivered"] * 3


def test_it_waits_longer_each_time_and_no_shorter_than_it_is_asked() -> None:
    waits = [back_off(failures, None) for failures in range(30)]
    assert waits[0] == timedelta(seconds=5)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)
    assert back_off(0, 600) == timedelta(seconds=600)


def test_what_is_refused_for_good_is_a_dead_letter_and_the_rest_goes_on(container: Container, there: StandIn) -> None:
    there.script = lambda asked: Answer(status=422 if b"classified" in asked.body else 200)
    _subscribe(container, there.url, *UP_TO_DISPATCH)
    stored.dispatched(container.core)
    _happens(container)
    assert _states(container) == ["delivered", "dead", "delivered"]


def test_a_person_replays_dead_letters(container: Container, there: StandIn) -> None:
    there.answers(Answer(status=400))
    identity, _ = _subscribe(container, there.url, *UP_TO_DISPATCH)
    stored.dispatched(container.core)
    _happens(container)
    assert _states(container) == ["dead"] * 3
    there.answers(Answer())
    with container.engine.begin() as connection:
        letters = outgoing.dead(connection, most=10)
        assert [letter.error for letter in letters] == ["HTTP 400"] * 3
        assert outgoing.replay(connection, at=container.core.now(), identity=letters[1].id) == 1
        assert outgoing.replay(connection, at=container.core.now(), identity=letters[1].id) == 0
    assert _serve(container) == 1
    with container.engine.begin() as connection:
        assert outgoing.replay(connection, at=container.core.now(), subscriber=identity) == 2
    assert _serve(container) == 2
    assert _states(container) == ["delivered"] * 3


def test_what_an_unwell_subscriber_does_not_take_for_three_days_waits_for_a_person(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    there.answers(Answer(status=500))
    _subscribe(container, there.url, *UP_TO_DISPATCH)
    stored.dispatched(container.core)
    _happens(container)
    clock.at += timedelta(days=3, minutes=1)
    _serve(container)
    assert _states(container) == ["dead"] * 3


def test_a_slow_subscriber_keeps_nobody_else_waiting(container: Container, there: StandIn) -> None:
    release = Event()
    there.answers(Answer(until=release))
    _subscribe(container, there.url, *UP_TO_DISPATCH)
    with standing_in() as quick:
        _subscribe(container, quick.url, *UP_TO_DISPATCH)
        for _ in range(3):
            stored.dispatched(container.core)
        _relay(container)
        with ThreadPoolExecutor(2) as pool:
            slow = [pool.submit(container.webhooks.serve, lane) for lane in container.webhooks.lanes()]
            began = time.monotonic()
            assert slow[1].result(10) == 9
            assert time.monotonic() - began < 5
            assert not slow[0].done()
            release.set()
        assert len(quick.asked) == 9


def test_two_workers_never_serve_one_subscriber_at_once(container: Container, there: StandIn) -> None:
    lane, _ = _subscribe(container, there.url, *UP_TO_DISPATCH)
    for _ in range(5):
        stored.dispatched(container.core)
    _relay(container)
    with ThreadPoolExecutor(4) as pool:
        served = list(pool.map(lambda _: container.webhooks.serve(lane), range(4)))
    assert sum(served) == len(there.asked) == 15
    by_petition: dict[str, list[int]] = {}
    for asked in there.asked:
        data = json.loads(asked.body)["data"]
        by_petition.setdefault(data["petition"]["number"], []).append(data["sequence"])
    assert list(by_petition.values()) == [[1, 2, 3]] * 5


class Killed(BaseException):
    """The process ends here."""


class Deadly:
    """Hands over and dies before that is noted."""

    def __init__(self, carrier: HttpCarrier) -> None:
        self.carrier = carrier

    def post(self, sent: Outgoing) -> None:
        self.carrier.post(sent)
        raise Killed


def test_a_worker_killed_between_sending_and_noting_sends_again_under_the_same_id(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    lane, _ = _subscribe(container, there.url, Verb.REGISTER)
    matter.classified(container)
    _relay(container)
    carrier = container.webhooks.carrier
    assert isinstance(carrier, HttpCarrier)
    with pytest.raises(Killed):
        Webhooks(core=container.core, carrier=Deadly(carrier)).serve(lane)
    with container.engine.begin() as connection:
        connection.execute(text("UPDATE webhook SET busy_until = :until"), {"until": clock.at + timedelta(seconds=30)})
    assert _serve(container) == 0, "someone may still be at it"
    clock.at += timedelta(seconds=30)
    assert _serve(container) == 1
    assert len({asked.headers["webhook-id"] for asked in there.asked}) == 1
    assert len(there.asked) == 2


def test_a_paused_subscriber_is_left_alone(container: Container, there: StandIn) -> None:
    lane, _ = _subscribe(container, there.url, *UP_TO_DISPATCH)
    stored.dispatched(container.core)
    _relay(container)
    with container.engine.begin() as connection:
        assert subscriber.switch(connection, lane, on=False)
    stored.dispatched(container.core)
    assert _happens(container) == 0
    with container.engine.begin() as connection:
        assert subscriber.switch(connection, lane, on=True)
        assert not subscriber.switch(connection, 99, on=True)
    assert _serve(container) == 3, "what had been queued"


def test_an_address_that_must_not_be_reached_is_a_dead_letter(container: Container) -> None:
    _subscribe(container, "https://169.254.169.254/latest", Verb.REGISTER)
    matter.classified(container)
    _happens(container)
    assert _states(container) == ["dead"]


def test_secrets_are_sealed_and_what_is_long_done_is_cleared_away(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    _, secret = _subscribe(container, there.url, *UP_TO_DISPATCH)
    stored.dispatched(container.core)
    _happens(container)
    with container.engine.connect() as connection:
        assert secret.encode() not in connection.execute(select(webhook.c.secret)).scalar_one()
    clock.at += timedelta(days=31)
    container.webhooks.lanes()
    assert _states(container) == []


def _fail(_: object, error: Exception) -> None:
    raise error
