"""What the citizen is told, once, and what happens when the carrier fails."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from admin.wiring import Container, subscribers
from channels.base import CarrierError
from channels.sms.port import Accepted, Found, segments
from notify import store
from notify.schema import delivery
from notify.sending import Sending
from notify.template import REPLY_LENGTH, shortened
from tests.tracking.stored import dispatched, taken, tell
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.service import relay


class Carrier:
    """A carrier that notes what it was given, or fails."""

    name, lists = "test", True

    def __init__(self, failure: CarrierError | None = None) -> None:
        self.failure = failure
        self.sent: list[tuple[str, str]] = []

    def find(self, phone: str, body: str, *, since: datetime) -> Found | None:
        return None

    def send(self, phone: str, body: str, *, key: str) -> Accepted:
        if self.failure:
            raise self.failure
        self.sent.append((phone, body))
        return Accepted(reference=f"ref-{len(self.sent)}", left=True)


def _sending(container: Container, carrier: Carrier) -> Sending:
    return replace(container.sending, gateway=carrier)


def _told(container: Container, carrier: Carrier) -> list[str]:
    """Everything that happened so far, relayed twice, then sent."""
    told = container.notices.on_event
    table = dict.fromkeys(subscribers(container), (told, told))
    relay.drain(container.core, table, report=_fail)
    while _sending(container, carrier).send_queued():
        pass
    return [body for _, body in carrier.sent]


def _fail(_: object, error: Exception) -> None:
    raise error


def _states(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(delivery.c.state).order_by(delivery.c.id)).scalars())


def test_the_receipt_comes_by_sms_with_number_and_code_exactly_once(container: Container) -> None:
    receipt = taken(container.core)
    carrier = Carrier()
    (body,) = _told(container, carrier)
    assert receipt.number in body
    assert receipt.query_code in body
    assert carrier.sent[0][0] == "13800001111"
    assert _states(container) == ["sent"]


def test_the_reply_and_the_closing_are_told_too(container: Container, clock: FixedClock) -> None:
    number = dispatched(container.core)
    for verb in (Verb.SIGN, Verb.CONTACT, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.CLOSE):
        clock.at += timedelta(hours=1)
        tell(container.core, number, verb, index=1)
    bodies = _told(container, Carrier())
    assert len(bodies) == 3
    assert "答复" in bodies[1]
    assert "已结案" in bodies[2]


def test_what_the_carrier_refused_failed_and_a_person_may_send_it_again(container: Container) -> None:
    taken(container.core)
    assert _told(container, Carrier(CarrierError("no route", permanent=True))) == []
    assert _states(container) == ["failed"]
    with container.engine.begin() as connection:
        assert store.resend(connection, 1)
    assert len(_told(container, Carrier())) == 1
    assert _states(container) == ["sent"]


def test_a_message_whose_fate_is_unknown_is_never_sent_again_blindly(container: Container, clock: FixedClock) -> None:
    taken(container.core)
    relay.drain(container.core, {Verb.REGISTER: (container.notices.on_event,)}, report=_fail)
    with container.engine.begin() as connection:
        assert len(store.claim(connection, channel="sms", now=clock.at, size=10)) == 1
    clock.at += timedelta(minutes=10)
    assert _told(container, Carrier()) == []
    assert _states(container) == ["unknown"]


def test_nothing_readable_is_stored_of_phone_or_words(container: Container) -> None:
    receipt = taken(container.core)
    _told(container, Carrier())
    with container.engine.connect() as connection:
        row = connection.execute(select(delivery)).one()
    assert b"13800001111" not in row.address
    assert receipt.query_code.encode() not in row.body


@pytest.mark.parametrize(
    ("body", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("字" * 70, 1), ("字" * 71, 2), ("字" * 134, 2), ("字" * 135, 3), ("😀" * 35, 1)],
)
def test_segments_are_counted_as_they_are_charged(body: str, count: int) -> None:
    assert segments(body) == count


def test_a_long_reply_is_cut_and_put_on_one_line() -> None:
    assert len(shortened("很长的答复\n" * 100)) == REPLY_LENGTH
    assert shortened("一\n二") == "一 二"
