"""Handing queued messages to their carrier, and finding out what became of those nobody knows of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Connection

from channels.base import CarrierError
from channels.sms import consent
from channels.sms.port import Gateway
from channels.telephony import Report
from notify import store
from notify.handover import hand_over_queued
from notify.store import Waiting
from tracking.service.core import Core

CHANNEL, BATCH, LANES = "sms", 200, 10
MOST_ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 8, timedelta(seconds=10), timedelta(minutes=30)
# A carrier's list may lag behind: only what is missing after this long was certainly never taken.
ASK_AFTER, SURE_AFTER = timedelta(minutes=1), timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """The way to the carrier and back.

    ``hours`` of a template tell the first moment from a given one on at which such a message may leave; those without
    leave at any hour.
    """

    core: Core
    gateway: Gateway
    hours: Mapping[str, Callable[[datetime], datetime]] = field(default_factory=dict)

    def send_queued(self) -> int:
        """Hand over what is queued; returns how many messages were taken."""
        return hand_over_queued(self.core, self._hand_over, channel=CHANNEL, size=BATCH, lanes=LANES)

    def send_all(self, *, seconds: float) -> int:
        """Hand over batch after batch until nothing is due or the time is up; returns how many were taken."""
        until, taken, more = monotonic() + seconds, 0, BATCH
        while more == BATCH and monotonic() < until:
            more = self.send_queued()
            taken += more
        return taken

    def ask_about_unknown(self) -> int:
        """Look for messages of unknown fate in the carrier's list; returns how many were looked for."""
        if not self.gateway.lists:
            return 0
        with self.core.engine.begin() as connection:
            doubtful = store.doubtful(connection, channel=CHANNEL, now=self.core.now(), size=BATCH, again=ASK_AFTER)
        for message in doubtful:
            self._look_for(message)
        return len(doubtful)

    def note(self, said: Report) -> None:
        """A carrier's word about a message."""
        with self.core.engine.begin() as connection:
            store.report(connection, said, at=self.core.now())

    def _hand_over(self, message: Waiting) -> None:
        now = self.core.now()
        may_leave = self._may_leave(message, now)
        if may_leave > now:  # whatever queued it: a try that failed, a person, a worker that stood still
            with self.core.engine.begin() as connection:
                store.postpone(connection, message.id, at=may_leave)
            return
        phone, body = self._opened(message)
        with self.core.engine.begin() as connection:
            if consent.stopped(connection, self.core.sealer.key(phone, "phone")):
                store.advance(connection, message.id, state="withheld", at=self.core.now())
                return
        try:
            accepted = self.gateway.send(phone, body, key=message.key)
        except CarrierError as failure:
            self._not_taken(message, failure)
            return
        state = "sent" if accepted.left else "kept"
        with self.core.engine.begin() as connection:
            store.advance(connection, message.id, state=state, at=self.core.now(), reference=accepted.reference)

    def _not_taken(self, message: Waiting, failure: CarrierError) -> None:
        now, words = self.core.now(), str(failure)
        with self.core.engine.begin() as connection:
            if failure.ambiguous:
                store.advance(
                    connection,
                    message.id,
                    state="unknown",
                    at=message.sent_at,
                    error=words,
                    next_try_at=now + ASK_AFTER,
                )
            elif failure.permanent or message.attempts >= MOST_ATTEMPTS:
                store.advance(connection, message.id, state="failed", at=now, error=words)
            else:
                self._again(connection, message, words, now)

    def _again(self, connection: Connection, message: Waiting, error: str, now: datetime) -> None:
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.attempts, MOST_ATTEMPTS))
        store.requeue(connection, message.id, at=self._may_leave(message, now + wait), error=error)

    def _may_leave(self, message: Waiting, at: datetime) -> datetime:
        hours = self.hours.get(message.template)
        return hours(at) if hours else at

    def _look_for(self, message: Waiting) -> None:
        phone, body = self._opened(message)
        try:
            found = self.gateway.find(phone, body, since=message.sent_at)
        except CarrierError:
            return  # asked again in a while
        now = self.core.now()
        with self.core.engine.begin() as connection:
            if found:
                store.advance(connection, message.id, state=found.state, at=now, reference=found.reference)
            elif now >= message.sent_at + SURE_AFTER and message.attempts < MOST_ATTEMPTS:
                store.requeue(connection, message.id, at=now, error="not in the carrier's list")

    def _opened(self, message: Waiting) -> tuple[str, str]:
        open_ = self.core.sealer.open
        return open_(message.address, "address"), open_(message.body, "delivery")
