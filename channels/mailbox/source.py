"""Where mail comes from: the little that the poller needs of a mail server, or of anything like one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import Protocol


class Folder(StrEnum):
    """Where a mail goes when it was dealt with; made on the server where it is lacking."""

    DONE = "Minyi-Done"
    AUTOMATIC = "Minyi-Automatic"
    BOUNCED = "Minyi-Bounced"
    TOO_LARGE = "Minyi-TooLarge"
    FAILED = "Minyi-Failed"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A mail that was not dealt with yet; ``size`` in bytes."""

    uid: int
    size: int


class Box(Protocol):
    """An open mailbox."""

    def waiting(self) -> Sequence[Waiting]:
        """What is not dealt with, oldest first."""

    def fetch(self, uid: int) -> bytes | None:
        """The whole mail, None when it is gone."""

    def head(self, uid: int) -> bytes | None:
        """Its headers."""

    def done(self, uids: Sequence[int], folder: Folder) -> None:
        """Put mails away."""

    def wait(self, stop: Event) -> None:
        """Return when there may be something new, after some minutes, or soon after ``stop`` is set."""


class Source(Protocol):
    """A mailbox that can be opened. ``legacy_source`` is the code of an old mailbox merged into this system."""

    @property
    def legacy_source(self) -> str | None: ...

    def opened(self) -> AbstractContextManager[Box]:
        """Raises ``OSError`` or an error of the protocol."""
