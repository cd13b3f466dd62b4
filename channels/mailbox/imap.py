"""A mailbox on an IMAP server: sizes before bodies, IDLE while there is nothing, folders for what is done."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event

from imap_tools import (
    BaseMailBox,
    MailBox,
    MailboxCopyError,
    MailBoxFolderManager,
    MailboxMoveError,
    MailBoxStartTls,
    MailBoxUnencrypted,
)

from channels.mailbox import memory
from channels.mailbox.account import Account
from channels.mailbox.memory import Cursor
from channels.mailbox.source import Folder, Waiting
from tracking.service.core import Core

PATIENCE, LOOK_EVERY, IDLE_SLICE = 30.0, 60, 1.0
_SIZE = re.compile(rb"UID (\d+)\b.*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?\bUID (\d+)")


@contextmanager
def signed_in(account: Account) -> Iterator[BaseMailBox]:
    """The folder, open. Raises ``OSError`` or an error of the protocol."""
    box = _connected(account)
    try:
        box.login(account.user, account.password, account.folder)
        _ask_again(box)
        yield box
    finally:
        with suppress(Exception):  # the connection may be what failed
            box.logout()
        with suppress(OSError):  # after a failure the library leaves its socket open
            box.client.shutdown()


def _ask_again(box: BaseMailBox) -> None:
    """A server says only after signing in what it can do, such as MOVE; the library asked before."""
    _, answer = box.client.capability()
    box.client.capabilities = tuple(answer[0].decode("ascii", "replace").upper().split())


def _connected(account: Account) -> BaseMailBox:
    if account.security == "imaps":
        return MailBox(account.host, account.port, PATIENCE, ssl_context=ssl.create_default_context())
    if account.security == "imap+starttls":
        return MailBoxStartTls(account.host, account.port, PATIENCE, ssl_context=ssl.create_default_context())
    return MailBoxUnencrypted(account.host, account.port, PATIENCE)


@dataclass(frozen=True, kw_only=True)
class ImapSource:
    """One account."""

    account: Account
    core: Core

    @property
    def legacy_source(self) -> str | None:
        return self.account.legacy_source

    @contextmanager
    def opened(self) -> Iterator[ImapBox]:
        with signed_in(self.account) as box:
            _make_folders(box.folder)
            yield ImapBox(box, self.core, self.core.sealer.key(self.account.name, "mailbox").hex())


class ImapBox:
    """An open folder. What lies behind the cursor is not looked at again, also where the server moves nothing."""

    def __init__(self, box: BaseMailBox, core: Core, name: str) -> None:
        self._box, self._core, self._name = box, core, name
        self._validity = int(box.client.response("UIDVALIDITY")[1][0] or 0)
        known = memory.cursor(core.engine, name)
        self._after = known.uid if known and known.validity == self._validity else 0

    def waiting(self) -> Sequence[Waiting]:
        self._told_of_more()  # what we were told so far is in the answer
        _, lines = self._box.client.uid("FETCH", f"{self._after + 1}:*", "(UID RFC822.SIZE)")
        found = [_waiting(line) for line in lines if isinstance(line, bytes)]
        return sorted((each for each in found if each and each.uid > self._after), key=lambda each: each.uid)

    def fetch(self, uid: int) -> bytes | None:
        return self._section(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> bytes | None:
        return self._section(uid, "BODY.PEEK[HEADER]<0.262144>")

    def done(self, uids: Sequence[int], folder: Folder) -> None:
        """A server that refuses to move keeps the mail where it is; it was taken all the same."""
        with suppress(MailboxMoveError, MailboxCopyError):
            self._box.move([str(uid) for uid in uids], folder.value)
        self._after = max(self._after, *uids)
        memory.advance(self._core.engine, self._name, Cursor(validity=self._validity, uid=self._after))

    def wait(self, stop: Event) -> None:
        """For a minute at most: what a server said too early may lie unread in a buffer."""
        if "IDLE" not in self._box.client.capabilities:
            stop.wait(LOOK_EVERY)
            return
        if self._told_of_more():
            return
        with self._box.idle as idle:
            for _ in range(LOOK_EVERY):
                if stop.is_set() or idle.poll(timeout=IDLE_SLICE):
                    return

    def _told_of_more(self) -> bool:
        """Whether the server spoke of new mail while we asked for something else; it will not say so again."""
        return self._box.client.response("EXISTS")[1] != [None]

    def _section(self, uid: int, section: str) -> bytes | None:
        _, answer = self._box.client.uid("FETCH", str(uid), f"({section})")
        return next((each[1] for each in answer if isinstance(each, tuple) and b"BODY[" in each[0]), None)


def _waiting(line: bytes) -> Waiting | None:
    found = _SIZE.search(line)
    if found is None:
        return None
    uid, size = (found[1], found[2]) if found[1] else (found[4], found[3])
    return Waiting(uid=int(uid), size=int(size))


def _make_folders(folders: MailBoxFolderManager) -> None:
    for folder in Folder:
        if not folders.exists(folder.value):
            folders.create(folder.value)
