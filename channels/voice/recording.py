"""Voice messages: fetched from the carrier, looked at, kept with their petition, then deleted at the carrier.

Each stands as a row until it is done; a fetch that fails waits longer each time and is left to a person in the end.
A recording's address is made from its id and our account: what a webhook names is never called.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import filetype
import httpx
from sqlalchemy import Connection, Row, select, update

from channels import telephone
from channels.base import CarrierError
from channels.carrier import asking, client, refused
from channels.telephony import Account
from channels.voice.exchange import Exchange
from channels.voice.schema import recording
from tracking.service.core import Core
from tracking.store.intake import attach

MOST_BYTES = 20 * 1024 * 1024
MOST_ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 12, timedelta(seconds=5), timedelta(minutes=30)
LEASE, BATCH = timedelta(minutes=2), 10
LOOK_BACK, MOST_LISTED = timedelta(days=2), 500
KINDS = {"audio/x-wav": "audio/wav", "audio/wav": "audio/wav", "audio/mpeg": "audio/mpeg"}
_R = recording.c
Report = Callable[[str, Exception], None]


class Unfit(Exception):
    """This recording cannot be kept, or not yet."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A recording to be fetched (``waiting``) or deleted at the carrier (``stored``)."""

    sid: str
    number: str | None
    state: str
    attempts: int


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
            taken = _claim(connection, now=self.core.now())
        for each in taken:
            try:
                self._go_on(each)
            except Exception as error:
                report(each.sid, error)
                self._postpone(each, error)
        return len(taken)

    def adopt_unknown(self) -> int:
        """Recordings at the carrier that nobody told us of, such as those made while we could not answer."""
        since = self.core.now() - LOOK_BACK
        with asking():
            listed = client(self.account).recordings.list(date_created_after=since, limit=MOST_LISTED)
        with self.core.engine.connect() as connection:
            known = set(connection.execute(select(_R.sid).where(_R.sid.in_([each.sid for each in listed]))).scalars())
        lost = [each for each in listed if each.sid not in known and each.status == "completed"]
        for each in lost:
            self.exchange.recorded(each.call_sid, each.sid, self._caller(each.call_sid))
        return len(lost)

    def _go_on(self, due: Due) -> None:
        if due.state == "waiting":
            self._store(due)
        self._delete(due)

    def _store(self, due: Due) -> None:
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

    def _delete(self, due: Due) -> None:
        try:
            with asking():
                client(self.account).recordings(due.sid).delete()
        except CarrierError as error:
            if not str(error).startswith("HTTP 404"):
                raise
        self._settle(due, "done")

    def _caller(self, call: str) -> str | None:
        with asking():
            found = client(self.account).calls(call).fetch()
        return telephone.caller(str(found._from or ""))

    def _settle(self, due: Due, state: str, error: str | None = None) -> None:
        values = {"state": state, "error": error, "attempts": 0, "next_try_at": self.core.now()}
        with self.core.engine.begin() as connection:
            connection.execute(update(recording).where(_R.sid == due.sid).values(values))

    def _postpone(self, due: Due, error: Exception) -> None:
        attempts = due.attempts + 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**attempts)
        parked = {"state": "parked"} if attempts >= MOST_ATTEMPTS else {}
        words = str(error) if isinstance(error, CarrierError | Unfit) else type(error).__name__
        values = {"attempts": attempts, "error": words, "next_try_at": self.core.now() + wait, **parked}
        open_ = _R.state.in_(["waiting", "stored"])
        with self.core.engine.begin() as connection:
            connection.execute(update(recording).where(_R.sid == due.sid, open_).values(values))


def stuck(connection: Connection) -> Sequence[Row[Any]]:
    """Recordings that wait for a person, the oldest first."""
    found = select(recording).where(_R.state.in_(["parked", "refused"])).order_by(_R.made_at).limit(BATCH * 10)
    return connection.execute(found).all()


def try_again(connection: Connection, sid: str, *, at: datetime) -> bool:
    """Fetch it once more; False when it is not stuck (any more)."""
    again = update(recording).where(_R.sid == sid, _R.state.in_(["parked", "refused"]))
    return connection.execute(again.values(state="waiting", attempts=0, next_try_at=at)).rowcount == 1


def kind_of(body: bytes) -> str:
    """The media type by content. Raises ``Unfit``."""
    found = filetype.guess(body)
    if found is None or found.mime not in KINDS:
        raise Unfit(f"not a sound file: {found.mime if found else 'unknown'}")
    return KINDS[found.mime]


def _claim(connection: Connection, *, now: datetime) -> list[Due]:
    """Take what is due; for ``LEASE`` nobody else does."""
    chosen = (
        select(_R.sid)
        .where(_R.next_try_at <= now, _R.state.in_(["waiting", "stored"]))
        .order_by(_R.next_try_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    taken = update(recording).where(_R.sid.in_(chosen)).values(next_try_at=now + LEASE)
    rows = connection.execute(taken.returning(*(_R[name] for name in Due.__dataclass_fields__))).mappings()
    return [Due(**row) for row in rows]
