"""The port every carrier of letters fits, and the one that speaks SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import Protocol

from channels.base import CarrierError
from channels.mailbox.account import Relay
from channels.mailbox.renderer import Outgoing, render

PATIENCE = 20.0


@dataclass(frozen=True, kw_only=True)
class Handed:
    """Whether the letter really left."""

    left: bool


class MailGateway(Protocol):
    """A carrier of letters."""

    def send(self, letter: Outgoing) -> Handed:
        """Hand over one letter. Raises ``CarrierError``."""


@contextmanager
def opened(relay: Relay) -> Iterator[smtplib.SMTP]:
    """Connected, encrypted as configured, and signed in. Raises ``OSError`` or ``smtplib.SMTPException``."""
    context = ssl.create_default_context()
    if relay.security == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(relay.host, relay.port, timeout=PATIENCE, context=context)
    else:
        smtp = smtplib.SMTP(relay.host, relay.port, timeout=PATIENCE)
    try:
        if relay.security == "smtp+starttls":
            smtp.starttls(context=context)
        if relay.user:
            smtp.login(relay.user, relay.password)
        yield smtp
    finally:
        smtp.close()


@dataclass(frozen=True, kw_only=True)
class SmtpGateway:
    """Hands letters to a relay, from ``name`` at ``address``."""

    relay: Relay
    name: str
    address: str

    def send(self, letter: Outgoing) -> Handed:
        message = render(letter, name=self.name, address=self.address)
        try:
            with opened(self.relay) as smtp:
                self._hand_over(smtp, message, letter)
        except (OSError, smtplib.SMTPException) as error:  # before anything was handed over
            raise CarrierError(_words(error), permanent=False) from error
        return Handed(left=True)

    def _hand_over(self, smtp: smtplib.SMTP, message: Message, letter: Outgoing) -> None:
        path = self.address if letter.has_return_path else ""
        try:
            try:
                smtp.send_message(message, path, [letter.to])
            except smtplib.SMTPSenderRefused:  # many providers know no null path
                smtp.send_message(message, self.address, [letter.to])
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = refused.recipients[letter.to]
            raise _refused(code, words) from refused
        except smtplib.SMTPResponseException as refused:
            raise _refused(refused.smtp_code, refused.smtp_error) from refused
        except (OSError, smtplib.SMTPServerDisconnected) as lost:
            raise CarrierError(type(lost).__name__, permanent=False, ambiguous=True) from lost


def _refused(code: int, words: bytes | str) -> CarrierError:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return CarrierError(f"{code} {said}"[:200], permanent=code >= 500)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_refused(error.smtp_code, error.smtp_error))
    return type(error).__name__
