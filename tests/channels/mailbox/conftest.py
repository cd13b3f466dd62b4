"""A real mail server for this folder, and a city that reads a mailbox on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from threading import Event, Thread

import pytest

from admin.wiring import Container
from channels.mailbox.account import Account
from channels.mailbox.imap import ImapSource
from channels.mailbox.poller import Poller
from tests.dovecot import Dovecot, dovecot, is_there

_users = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Dovecot]:
    if not is_there():
        pytest.skip("no Dovecot that we may start (tests/mail_setup.sh says how to get one)")
    with dovecot() as running:
        yield running


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """One user's mailbox and the poller that reads it; ``errors`` are those it reported."""

    server: Dovecot
    user: str
    poller: Poller
    errors: list[Exception]

    def deliver(self, *mails: bytes, sender: str = "writer@mail.example") -> None:
        self.server.deliver(self.user, *mails, sender=sender)

    def count(self, folder: str = "INBOX") -> int:
        return self.server.count(self.user, folder)

    def round(self) -> int:
        """What the poller does once it is connected."""
        with self.poller.source.opened() as box:
            return self.poller.round(box, Event())


def opened(server: Dovecot, container: Container, *, user: str = "", largest: int = 100_000) -> Mailbox:
    """A mailbox of its own, or that of ``user``."""
    user, errors = user or f"city-{next(_users)}@city.example", []
    account = Account.of(server.url(user))
    poller = Poller(
        source=ImapSource(account=account, core=container.core),
        receiver=container.post.receiver,
        largest=largest,
        report=lambda _, error: errors.append(error),
    )
    return Mailbox(server=server, user=user, poller=poller, errors=errors)


@pytest.fixture
def mailbox(server: Dovecot, container: Container) -> Mailbox:
    return opened(server, container)


@pytest.fixture
def running(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Its poller at work in a thread."""
    stop = Event()
    thread = Thread(target=mailbox.poller.run, args=(stop,))
    thread.start()
    try:
        yield mailbox
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()
