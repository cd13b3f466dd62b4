"""Letters leave by SMTP, say what they are, and every failure is known for what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header

import pytest

from channels.base import CarrierError
from channels.mailbox.account import Account, Relay
from channels.mailbox.renderer import ACKNOWLEDGEMENT, NOTICE, Outgoing
from channels.mailbox.sender import SmtpGateway
from tests.channels.mailbox.sink import Sink, smtp_sink
from tests.tracking import city

LETTER = Outgoing(
    to="writer@mail.example",
    subject="您的诉求已受理 [SY20260302-M-000001-1]",
    body="您好，\n.\n编号如上。",
    message_id="SY20260302-M-000001-1.1.0123456789abcdef0123@city.example",
    answers="a-very-long-message-id-of-another-program-" * 3 + "@mail.example",
    submitted=ACKNOWLEDGEMENT,
    at=city.MONDAY,
)


@pytest.fixture
def sink() -> Iterator[tuple[Sink, SmtpGateway]]:
    with smtp_sink() as (running, port):
        relay = Relay.of(f"smtp://127.0.0.1:{port}")
        yield running, SmtpGateway(relay=relay, name="沈阳民意诉求", address="minyi@city.example")


def test_an_acknowledgement_has_no_return_path_and_says_that_a_program_wrote_it(sink: tuple[Sink, SmtpGateway]) -> None:
    running, gateway = sink
    assert gateway.send(LETTER).left
    ((path, message),) = running.envelopes
    assert path == ""
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["In-Reply-To"].strip() == message["References"].strip() == f"<{LETTER.answers}>"
    assert message["Message-ID"].strip() == f"<{LETTER.message_id}>"
    assert str(make_header(decode_header(message["Subject"]))) == LETTER.subject
    assert "沈阳民意诉求" in str(make_header(decode_header(message["From"])))
    assert message["Date"] == "Mon, 02 Mar 2026 09:00:00 +0800"
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().replace("\r\n", "\n").strip() == LETTER.body


def test_a_notice_has_to_be_delivered_so_it_can_come_back(sink: tuple[Sink, SmtpGateway]) -> None:
    running, gateway = sink
    gateway.send(replace(LETTER, submitted=NOTICE, answers=""))
    ((path, message),) = running.envelopes
    assert (path, message["Auto-Submitted"]) == ("minyi@city.example", "auto-generated")
    assert "In-Reply-To" not in message


def test_a_relay_that_knows_no_null_path_gets_our_address(sink: tuple[Sink, SmtpGateway]) -> None:
    running, gateway = sink
    running.knows_no_null_path = True
    assert gateway.send(LETTER).left
    assert [path for path, _ in running.envelopes] == ["minyi@city.example"]


@pytest.mark.parametrize(
    ("step", "answer", "permanent"),
    [
        ("RCPT", "550 5.1.1 user unknown", True),
        ("RCPT", "450 4.2.1 greylisted", False),
        ("DATA", "554 5.7.1 spam", True),
        ("DATA", "451 4.3.0 later", False),
        ("MAIL", "452 4.3.1 no room", False),
    ],
)
def test_a_refusal_says_whether_trying_again_helps(
    sink: tuple[Sink, SmtpGateway], step: str, answer: str, permanent: bool
) -> None:
    running, gateway = sink
    running.refusals[step] = answer
    with pytest.raises(CarrierError, match=answer[:3]) as refused:
        gateway.send(LETTER)
    assert (refused.value.permanent, refused.value.ambiguous) == (permanent, False)


def test_a_connection_that_breaks_within_the_letter_leaves_its_fate_unknown(sink: tuple[Sink, SmtpGateway]) -> None:
    running, gateway = sink
    running.hangs_up = True
    with pytest.raises(CarrierError) as lost:
        gateway.send(LETTER)
    assert lost.value.ambiguous


def test_a_relay_that_is_away_is_tried_again(sink: tuple[Sink, SmtpGateway]) -> None:
    _, gateway = sink
    with pytest.raises(CarrierError) as failed:
        replace(gateway, relay=Relay.of("smtp://127.0.0.1:1")).send(LETTER)
    assert not failed.value.permanent


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_it_signs_in_where_a_user_is_named() -> None:
    with smtp_sink(auth_required=True, auth_require_tls=False) as (running, port):
        gateway = SmtpGateway(relay=Relay.of(f"smtp://us%40er:right@127.0.0.1:{port}"), name="x", address="a@b.example")
        assert gateway.send(LETTER).left
        assert running.signed_in[0].login == b"us@er"
        wrong = replace(gateway, relay=replace(gateway.relay, password="wrong"))
        with pytest.raises(CarrierError, match="535") as refused:
            wrong.send(LETTER)
        assert not refused.value.permanent


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtps://r.example", 465),
        ("smtp+starttls://r.example", 587),
        ("smtp://r.example", 25),
        ("smtps://r:2465", 2465),
    ],
)
def test_relays_have_their_ports(url: str, port: int) -> None:
    assert Relay.of(url).port == port


def test_an_account_is_read_from_its_address() -> None:
    account = Account.of("imaps://city%40mail.example:p%2Fw%20d@imap.mail.example/Petitions?source=M001")
    assert (account.user, account.password, account.port) == ("city@mail.example", "p/w d", 993)
    assert (account.folder, account.legacy_source) == ("Petitions", "M001")
    assert Account.of("imap+starttls://a:b@h.example").folder == "INBOX"


@pytest.mark.parametrize(
    "url", ["", "http://a:b@h", "imaps://h.example", "imaps:///x", "smtps://", "imaps://a:secret@"]
)
def test_what_is_no_server_is_refused_without_repeating_its_password(url: str) -> None:
    for read in (Account.of, Relay.of):
        with pytest.raises(ValueError, match="looks like") as refused:
            read(url)
        assert "secret" not in str(refused.value)
