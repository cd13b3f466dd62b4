"""Keeping files with their petition: examined ones as attachments, the others apart until they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from channels.evidence import Evidence
from channels.scanner import Scanner, Verdict
from tracking.service.core import Core
from tracking.store import quarantine
from tracking.store.intake import attach
from tracking.store.quarantine import Held

AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A file and what the scanner said of it."""

    file: Evidence
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Files of one core, looked at by one scanner."""

    core: Core
    scanner: Scanner

    def examine(self, file: Evidence) -> Examined:
        return Examined(file=file, verdict=self.scanner.verdict(file.body))

    def keep(self, number: str, files: Iterable[Examined], *, at: datetime) -> None:
        """Keep what is not harmful; harmless when it is done again."""
        for each in files:
            file = each.file
            if each.verdict is Verdict.CLEAN:
                attach(
                    self.core.engine,
                    number,
                    digest=file.digest,
                    name=file.name,
                    media_type=file.media_type,
                    body=file.body,
                    at=at,
                )
            elif each.verdict is Verdict.UNKNOWN:
                quarantine.hold(self.core.engine, _held(number, file), at=at)

    def examine_again(self) -> int:
        """Look at what waits; returns how many were decided. Stops at the first that still cannot be told."""
        with self.core.engine.connect() as connection:
            waiting = quarantine.waiting(connection, most=AT_ONCE)
        for count, held in enumerate(waiting):
            verdict = self.scanner.verdict(held.body)
            if verdict is Verdict.UNKNOWN:
                return count
            settle = quarantine.release if verdict is Verdict.CLEAN else quarantine.condemn
            settle(self.core.engine, held, at=self.core.now())
        return len(waiting)


def _held(number: str, file: Evidence) -> Held:
    return Held(digest=file.digest, number=number, name=file.name, media_type=file.media_type, body=file.body)
