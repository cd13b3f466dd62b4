"""Passwords and what citizens write cross the network encrypted, to a server that can prove who it is."""

from __future__ import annotations

import smtplib
import ssl
from pathlib import Path

import pytest

from channels.base import CarrierError
from channels.mailbox.account import Account, Relay, Server
from channels.mailbox.imap import signed_in
from channels.mailbox.sender import SmtpGateway, opened
from tests.certificate import certificate
from tests.channels.mailbox.sink import smtp_sink
from tests.channels.mailbox.test_sender import LETTER
from tests.dovecot import Dovecot

CITY = "closed@city.example"


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_a_mailbox_is_read_encrypted(server: Dovecot, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    account = Account.of(server.url(CITY, scheme=scheme))
    with pytest.raises(ssl.SSLCertVerificationError), signed_in(account):
        pass
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    with signed_in(account) as box:
        assert isinstance(box.client.sock, ssl.SSLSocket)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_letters_are_handed_over_encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    made = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    options = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context, "require_starttls": True}
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    with smtp_sink(**options) as (sink, port):
        relay = Relay.of(f"{scheme}://127.0.0.1:{port}")
        SmtpGateway(relay=relay, name="沈阳", address=CITY).send(LETTER)
        assert len(sink.envelopes) == 1
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(CarrierError) as refused:
            SmtpGateway(relay=relay, name="沈阳", address=CITY).send(LETTER)
    assert not refused.value.permanent
    assert len(sink.envelopes) == 1


def test_a_relay_without_encryption_is_not_given_a_letter_in_the_clear() -> None:
    with (
        smtp_sink() as (sink, port),
        pytest.raises(smtplib.SMTPNotSupportedError),
        opened(Relay.of(f"smtp+starttls://127.0.0.1:{port}")),
    ):
        pass
    assert sink.envelopes == []


@pytest.mark.parametrize(
    ("server", "exposed"),
    [
        (Account.of("imap://a:b@mail.example"), True),
        (Account.of("imap://a:b@127.0.0.1"), False),
        (Account.of("imaps://a:b@mail.example"), False),
        (Relay.of("smtp://mail.example"), True),
        (Relay.of("smtp+starttls://mail.example"), False),
    ],
)
def test_what_would_be_exposed_is_known(server: Server, exposed: bool) -> None:
    assert server.is_exposed is exposed
