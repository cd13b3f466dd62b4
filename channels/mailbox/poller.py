"""The loop that takes mail in: what is there, then wait for more; after a failure, wait longer and connect again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from channels.mailbox.receiver import Fate, Receiver
from channels.mailbox.source import Box, Folder, Source, Waiting

AT_ONCE, LONGEST_WAIT = 25, 300.0
_OUTAGES = (OperationalError, InterfaceError, NoConnection)
_FOLDERS: Mapping[Fate | None, Folder] = {
    None: Folder.DONE,  # it was gone when we came for it
    Fate.PETITION: Folder.DONE,
    Fate.ADDITION: Folder.DONE,
    Fate.AUTOMATIC: Folder.AUTOMATIC,
    Fate.BOUNCE: Folder.BOUNCED,
}
Report = Callable[[str, Exception], None]


@dataclass(frozen=True, kw_only=True)
class Poller:
    """Takes the mail of one source. ``largest`` in bytes; ``report`` hears what went wrong, never with whose mail."""

    source: Source
    receiver: Receiver
    largest: int
    report: Report

    def run(self, stop: Event) -> None:
        """Until ``stop`` is set, whatever fails on the way."""
        failures = 0
        while not stop.is_set():
            try:
                with self.source.opened() as box:
                    while not stop.is_set():
                        self.round(box, stop)
                        failures = 0
                        box.wait(stop)
            except Exception as error:
                failures += 1
                self.report("the mailbox was left; it is opened again", error)
                stop.wait(back_off(failures))

    def round(self, box: Box, stop: Event) -> int:
        """Everything that waits, also what came meanwhile; returns how many mails were dealt with."""
        count = 0
        while not stop.is_set() and (waiting := box.waiting()):
            for start in range(0, len(waiting), AT_ONCE):
                if not stop.is_set():
                    count += self._batch(box, waiting[start : start + AT_ONCE])
        return count

    def _batch(self, box: Box, batch: Sequence[Waiting]) -> int:
        """Some mails: each is stored first, then they are put away together."""
        dealt: dict[Folder, list[int]] = defaultdict(list)
        try:
            for each in batch:
                dealt[self._folder(box, each)].append(each.uid)
        finally:
            for folder, uids in dealt.items():
                box.done(uids, folder)
        return len(batch)

    def _folder(self, box: Box, waiting: Waiting) -> Folder:
        """Take one mail and say where it belongs. A mail that breaks us goes aside, so that the others get through."""
        large = waiting.size > self.largest
        raw = box.head(waiting.uid) if large else box.fetch(waiting.uid)
        try:
            fate = self._taken(raw, large=large) if raw else None
        except _OUTAGES:
            raise
        except Exception as error:
            self.report("a mail could not be taken", error)
            return Folder.FAILED
        return Folder.TOO_LARGE if large and fate is not Fate.BOUNCE else _FOLDERS[fate]

    def _taken(self, raw: bytes, *, large: bool) -> Fate:
        take = self.receiver.receive_head if large else self.receiver.receive
        return take(raw, legacy_source=self.source.legacy_source).fate


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 1, 2, 4, … up to ``LONGEST_WAIT``."""
    return min(LONGEST_WAIT, 2.0 ** min(failures - 1, 12))
