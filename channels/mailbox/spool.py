"""A mailbox without a mail server: two folders on disk in Maildir form, for the demonstration.

The simulator puts mail into ``in``; the poller takes it from there exactly as it would from a server. ``out`` has the
answers that would have been sent.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from channels.mailbox.source import Folder, Waiting

LOOK_EVERY = 1.0


@dataclass(frozen=True, kw_only=True)
class Spool:
    """The folders below ``home``."""

    home: Path
    legacy_source: str | None = None

    def incoming(self) -> mailbox.Maildir:
        return self._maildir("in")

    def outgoing(self) -> mailbox.Maildir:
        return self._maildir("out")

    @contextmanager
    def opened(self) -> Iterator[SpoolBox]:
        yield SpoolBox(self.incoming(), self._maildir(Folder.FAILED))

    def _maildir(self, name: str) -> mailbox.Maildir:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return mailbox.Maildir(self.home / name, factory=None, create=True)


class SpoolBox:
    """Mails are numbered as they are seen; what was taken is removed, what failed is kept."""

    def __init__(self, incoming: mailbox.Maildir, failed: mailbox.Maildir) -> None:
        self._incoming, self._failed = incoming, failed
        self._keys: list[str] = []

    def waiting(self) -> Sequence[Waiting]:
        known = set(self._keys)
        self._keys += sorted(key for key in self._incoming.keys() if key not in known)  # noqa: SIM118 - no mapping
        there = [(uid, self._body(uid)) for uid in range(len(self._keys))]
        return [Waiting(uid=uid, size=len(body)) for uid, body in there if body is not None]

    def fetch(self, uid: int) -> bytes | None:
        return self._body(uid)

    def head(self, uid: int) -> bytes | None:
        return self._body(uid)

    def done(self, uids: Sequence[int], folder: Folder) -> None:
        for uid in uids:
            body = self._body(uid)
            if body is not None and folder is Folder.FAILED:
                self._failed.add(body)
            self._incoming.discard(self._keys[uid])

    def wait(self, stop: Event) -> None:
        stop.wait(LOOK_EVERY)

    def _body(self, uid: int) -> bytes | None:
        try:
            return self._incoming.get_bytes(self._keys[uid])
        except KeyError:
            return None
