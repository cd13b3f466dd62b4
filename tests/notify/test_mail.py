"""Petitioners who came by mail are told by mail: once, never a program, and never the same one too often."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from admin.wiring import Container
from channels.base import CarrierError
from channels.mailbox.renderer import ACKNOWLEDGEMENT, NOTICE
from notify.mail import ACKNOWLEDGED_A_DAY, GIVE_UP_AFTER, REST
from notify.schema import delivery
from tests.channels.mailbox.post import Carrier, relayed
from tests.tracking.stored import tell
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.service import relay

PLAIN = (Path(__file__).parents[1] / "contracts" / "mailbox" / "plain.eml").read_bytes()
TO_CLOSED = (Verb.CLASSIFY, Verb.DISPATCH, Verb.SIGN, Verb.CONTACT, Verb.REPORT_BACK, Verb.ACCEPT_REPORT)


def _came(container: Container, number: int = 1) -> str:
    """The number of a petition that came by mail."""
    raw = PLAIN.replace(b"plain@", b"%d@" % number).replace("三天".encode(), f"{number}天".encode())
    taken = container.post.receiver.receive(raw)
    assert taken.number is not None
    return taken.number


def _states(container: Container) -> list[tuple[str, str | None]]:
    rows = select(delivery.c.state, delivery.c.error).order_by(delivery.c.id)
    with container.engine.connect() as connection:
        return [(row.state, row.error) for row in connection.execute(rows)]


def test_the_acknowledgement_has_number_and_code_and_answers_the_mail(container: Container) -> None:
    number, carrier = _came(container), Carrier()
    relayed(container, carrier)
    (letter,) = carrier.letters
    assert letter.to == "writer@mail.example"
    assert letter.subject == f"您的诉求已受理 [{number}]"
    assert container.core.sealer.query_code(number) in letter.body
    assert (letter.answers, letter.submitted) == ("plain@mail.example".replace("plain", "1"), ACKNOWLEDGEMENT)
    assert _states(container) == [("sent", None)]


def test_the_reply_and_the_closing_come_by_mail_too(container: Container, clock: FixedClock) -> None:
    number, carrier = _came(container), Carrier()
    for verb in TO_CLOSED:
        clock.at += timedelta(hours=1)
        tell(container.core, number, verb)
    tell(container.core, number, Verb.RECORD_CALLBACK, Verb.CLOSE)
    relayed(container, carrier)
    assert [letter.subject.partition(" ")[0] for letter in carrier.letters] == [
        "您的诉求已受理",
        "您的诉求有了答复",
        "您的诉求已结案",
    ]
    assert "已更换井盖" in carrier.letters[1].body
    assert [letter.submitted for letter in carrier.letters[1:]] == [NOTICE, NOTICE]
    assert len({letter.message_id for letter in carrier.letters}) == 3


def test_a_sender_is_acknowledged_so_often_a_day_and_no_more(container: Container, clock: FixedClock) -> None:
    carrier = Carrier()
    for number in range(ACKNOWLEDGED_A_DAY + 3):
        _came(container, number)
        relayed(container, carrier)
    assert len(carrier.letters) == ACKNOWLEDGED_A_DAY
    clock.at += timedelta(days=1, seconds=1)
    _came(container, 99)
    relayed(container, carrier)
    assert len(carrier.letters) == ACKNOWLEDGED_A_DAY + 1


def test_what_may_work_later_is_tried_later(container: Container, clock: FixedClock) -> None:
    _came(container)
    carrier = Carrier(failure=lambda: CarrierError("450 greylisted", permanent=False))
    relayed(container, carrier)
    assert _states(container) == [("queued", "450 greylisted")]
    carrier.failure = None
    relayed(container, carrier)
    assert carrier.letters == []
    clock.at += REST
    relayed(container, carrier)
    assert len(carrier.letters) == 1
    assert _states(container) == [("sent", None)]


def test_but_not_for_ever(container: Container, clock: FixedClock) -> None:
    _came(container)
    carrier = Carrier(failure=lambda: CarrierError("450 greylisted", permanent=False))
    relayed(container, carrier)
    clock.at += GIVE_UP_AFTER + REST
    relayed(container, carrier)
    assert _states(container) == [("failed", "450 greylisted")]


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (CarrierError("550 user unknown", permanent=True), "failed"),
        (CarrierError("SMTPServerDisconnected", permanent=False, ambiguous=True), "unknown"),
    ],
)
def test_what_was_refused_or_is_unknown_is_left_to_a_person(
    container: Container, clock: FixedClock, failure: Exception, state: str
) -> None:
    _came(container)
    relayed(container, Carrier(failure=lambda: failure))
    clock.at += timedelta(days=1)
    relayed(container, carrier := Carrier())
    assert carrier.letters == []
    assert _states(container) == [(state, str(failure))]


def test_nothing_readable_is_stored_of_address_or_words(container: Container) -> None:
    number = _came(container)
    relayed(container, Carrier())
    with container.engine.connect() as connection:
        row = connection.execute(select(delivery)).one()
    assert b"writer@mail" not in row.address
    assert container.core.sealer.query_code(number).encode() not in row.body


def test_without_a_carrier_of_its_own_a_demonstration_keeps_what_it_would_have_sent(container: Container) -> None:
    spool = container.post.spool
    assert spool is not None
    before = len(spool.outgoing())
    _came(container)
    notices = container.post.notices
    relay.drain(
        container.core, dict.fromkeys(Verb, (notices.on_event,)), report=lambda _, error: pytest.fail(str(error))
    )
    assert notices.send_queued() == 1
    assert len(spool.outgoing()) == before + 1
    assert _states(container) == [("kept", None)]
