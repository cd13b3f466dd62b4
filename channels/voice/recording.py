"""Voice messages: fetched from the carrier, looked at, kept with their petition, then deleted at the carrier.

Each stands as a row until it is done; a fetch that fails waits longer each time and is left to a person in the end.
A recording's address is made from its id and our account: what a webhook names is never called.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import filetype
import httpx

from channels import telephone
from channels.base import CarrierError
from channels.carrier import asking, client, refused
from channels.telephony import Account
from channels.voice import errand, store
from channels.voice.errand import Errand
from channels.voice.exchange import Exchange
from tracking.service.core import Core
from tracking.store.intake import attach

MOST_BYTES = 20 * 1024 * 1024
LOOK_BACK, MOST_LISTED = timedelta(days=2), 500
KINDS = {"audio/x-wav": "audio/wav", "audio/wav": "audio/wav", "audio/mpeg": "audio/mpeg"}
Report = Callable[[str, Exception], None]


class Unfit(Exception):
    """This recording cannot be kept, or not yet."""


@dataclass(frozen=True, kw_only=True)
class Recordings:
    """Brings voice messages home."""

    exchange: Exchange
    account: Account

    @property
    def core(self) -> Core:
        return self.exchange.core

    def fetch_due(self, report: Report) -> int:
        """Go on with everything that is due; what fails is reported and comes again. Returns how many were taken."""
        with self.core.engine.begin() as connection:
            taken = errand.claim(connection, now=self.core.now())
        for each in taken:
            try:
                self._go_on(each)
            except Exception as error:
                report(each.sid, error)
                words = str(error) if isinstance(error, CarrierError | Unfit) else type(error).__name__
                with self.core.engine.begin() as connection:
                    errand.postpone(connection, each, words, at=self.core.now())
        return len(taken)

    def adopt_unknown(self) -> int:
        """Recordings at the carrier that nobody told us of, such as those made while we could not answer."""
        since = self.core.now() - LOOK_BACK
        with asking():
            listed = client(self.account).recordings.list(date_created_after=since, limit=MOST_LISTED)
        with self.core.engine.connect() as connection:
            known = errand.known(connection, [each.sid for each in listed])
        lost = [each for each in listed if each.sid not in known and each.status == "completed"]
        return sum(self._adopt(each.sid, each.call_sid) for each in lost)

    def _go_on(self, due: Errand) -> None:
        if due.state == "waiting":
            self._store(due)
        self._delete(due)

    def _store(self, due: Errand) -> None:
        if due.number is None:
            raise Unfit("belongs to no petition yet")
        try:
            body = self._fetched(due.sid)
            kind = kind_of(body)
        except Unfit as error:
            self._settle(due, "refused", str(error))
            raise
        digest, at = hashlib.sha256(body).hexdigest(), self.core.now()
        name = f"message.{'wav' if kind == 'audio/wav' else 'mp3'}"
        attach(self.core.engine, due.number, digest=digest, name=name, media_type=kind, body=body, at=at)
        self._settle(due, "stored")

    def _fetched(self, sid: str) -> bytes:
        """Raises ``CarrierError`` and ``Unfit``."""
        address = f"{self.account.url}/2010-04-01/Accounts/{self.account.sid}/Recordings/{sid}.wav"
        whole = bytearray()
        try:
            with (
                httpx.Client(auth=(self.account.sid, self.account.token), timeout=self.account.timeout) as http,
                http.stream("GET", address) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    raise refused(answer.status_code)
                for part in answer.iter_bytes():
                    whole += part
                    if len(whole) > MOST_BYTES:
                        raise Unfit("too large")
        except httpx.HTTPError as error:
            raise CarrierError(type(error).__name__, permanent=False) from error
        return bytes(whole)

    def _delete(self, due: Errand) -> None:
        try:
            with asking():
                client(self.account).recordings(due.sid).delete()
        except CarrierError as error:
            if not str(error).startswith("HTTP 404"):
                raise
        self._settle(due, "done")

    def _adopt(self, sid: str, call: str) -> bool:
        """An account may have other numbers, with other callers: theirs are none of our business."""
        with asking():
            found = client(self.account).calls(call).fetch()
        if self.account.number not in (found.to, found._from):
            with self.core.engine.begin() as connection:
                store.add_recording(connection, sid, call, None, at=self.core.now(), state="foreign")
            return False
        self.exchange.recorded(call, sid, telephone.caller(str(found._from or "")))
        return True

    def _settle(self, due: Errand, state: str, error: str | None = None) -> None:
        with self.core.engine.begin() as connection:
            errand.settle(connection, due, state, error, at=self.core.now())


def kind_of(body: bytes) -> str:
    """The media type by content. Raises ``Unfit``."""
    found = filetype.guess(body)
    if found is None or found.mime not in KINDS:
        raise Unfit(f"not a sound file: {found.mime if found else 'unknown'}")
    return KINDS[found.mime]
