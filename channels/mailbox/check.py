"""What the mailbox needs: an account to read, a relay to send through, perhaps a scanner."""

from __future__ import annotations

import imaplib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from functools import partial

from imap_tools.errors import ImapToolsError

from channels.base import Checks
from channels.mailbox.account import Account, Relay, Server
from channels.mailbox.imap import signed_in
from channels.mailbox.sender import opened
from channels.scanner import Clamd, Verdict

_FAILURES = (OSError, ValueError, smtplib.SMTPException, imaplib.IMAP4.error, ImapToolsError)


def check(settings: object) -> Checks:
    """Connects to everything that is set; without an account there is nothing to check."""
    return list(_checks(settings)) or [("mailbox", True, "not set: MINYI_MAILBOX_URLS")]


def _checks(settings: object) -> Iterator[tuple[str, bool, str]]:
    for url in urls(settings):
        yield _outcome("mailbox", partial(_sign_in, url), "MINYI_MAILBOX_URLS")
    if urls(settings):
        yield _outcome("mail relay", lambda: _greet(_secret(settings, "smtp_url")), "MINYI_SMTP_URL")
    if scanner := getattr(settings, "clamd", None):
        yield _outcome("clamd", lambda: _ask(scanner), "MINYI_CLAMD")


def urls(settings: object) -> list[str]:
    """The mailboxes of an installation."""
    return _secret(settings, "mailbox_urls").split()


def _secret(settings: object, name: str) -> str:
    held = getattr(settings, name, None)
    return str(held.get_secret_value()) if held is not None else ""


def _outcome(name: str, ask: Callable[[], object], variable: str) -> tuple[str, bool, str]:
    try:
        ask()
    except _FAILURES as error:
        return name, False, f"check {variable}: {type(error).__name__}"
    return name, True, ""


def _sign_in(url: str) -> None:
    account = Account.of(url)
    with signed_in(account) as box:
        box.client.noop()
    _closed(account)


def _greet(url: str) -> None:
    relay = Relay.of(url)
    with opened(relay) as smtp:
        smtp.noop()
    _closed(relay)


def _closed(server: Server) -> None:
    if server.is_exposed:
        raise ssl.SSLError("not encrypted")


def _ask(scanner: str) -> None:
    if Clamd(scanner).verdict(b"nothing harmful") is Verdict.UNKNOWN:
        raise OSError
