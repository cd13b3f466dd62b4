"""The port every messenger fits whose replies and files go by a service elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from channels.dialogue.utterance import Enclosure, Reply, Utterance


class NotCarried(Exception):
    """The reply did not reach the citizen, or nobody knows. ``permanent``: trying again does not help.

    ``retry_after`` is how many seconds the service wants to be left alone.
    """

    def __init__(self, message: str, *, permanent: bool, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after


class FilesLost(Exception):
    """Some files could not be fetched; ``got`` are the others."""

    permanent = True

    def __init__(self, got: Sequence[Enclosure]) -> None:
        super().__init__("a file was not fetched")
        self.got = got


class Carrier(Protocol):
    """A messenger's service."""

    def carry(self, peer: str, reply: Reply) -> None:
        """Bring a reply to a citizen. Raises ``NotCarried``."""

    def fetch(self, said: Utterance) -> Sequence[Enclosure]:
        """Bring the files of an utterance. Raises ``FilesLost``."""

    def close(self) -> None:
        """Let go of connections."""
