"""Webhooks out: every event that someone asked for reaches them at least once, signed, in the order of its petition.

Each subscriber is a lane of its own: one that is slow or down keeps nobody else waiting. A lane that fails is left
alone for a while, longer each time; what one event is refused for is that event's own fate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from channels import signature
from channels.webhook.port import Carrier, CarrierError, Outgoing
from notify import outgoing, payload, subscriber
from notify.outgoing import Delivery
from notify.subscriber import Lane
from tracking.service.core import Core
from tracking.store.outbox import Event

LEASE = timedelta(seconds=30)
BATCH, MOST = 50, 500


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    """Events for the systems of others."""

    core: Core
    carrier: Carrier

    def on_event(self, event: Event) -> None:
        """Queue it for whoever asked for it; harmless when it comes again."""
        with self.core.engine.begin() as connection:
            wanting = subscriber.wanting(connection, event.verb)
            outgoing.queue(connection, event, wanting, at=self.core.now())

    def lanes(self) -> Sequence[int]:
        """Put aside what goes to nobody; the subscribers that can be served now."""
        now = self.core.now()
        with self.core.engine.begin() as connection:
            outgoing.withhold(connection, at=now)
            outgoing.give_up(connection, at=now)
            outgoing.clear_away(connection, now=now)
            return subscriber.waiting(connection, now=now)

    def serve(self, identity: int) -> int:
        """Send what is ready for one subscriber; returns how much it took. Nothing where someone else serves it."""
        with self.core.engine.begin() as connection:
            lane = subscriber.take(connection, self.core.sealer, identity, now=self.core.now(), lease=LEASE)
        return self._serve(lane) if lane else 0

    def _serve(self, lane: Lane) -> int:
        sent, well = 0, True
        try:
            while well and sent < MOST and (ready := self._ready(lane)):
                for each in ready:
                    well = self._send(lane, each)
                    if not well:
                        break
                    sent += 1
        finally:
            with self.core.engine.begin() as connection:
                subscriber.note(connection, lane.id, busy_until=None)
        return sent

    def _ready(self, lane: Lane) -> Sequence[Delivery]:
        with self.core.engine.begin() as connection:
            return outgoing.ready(connection, lane.id, most=BATCH)

    def _send(self, lane: Lane, delivery: Delivery) -> bool:
        """False where the subscriber is unwell and should be left alone."""
        try:
            self.carrier.post(self._signed(lane, delivery))
        except CarrierError as error:
            return self._failed(lane, delivery, error)
        now = self.core.now()
        with self.core.engine.begin() as connection:
            outgoing.settle(connection, delivery.id, state="delivered", at=now)
            well = {"failures": 0, "error": None, "answered_at": now, "next_try_at": None}
            subscriber.note(connection, lane.id, busy_until=now + LEASE, **well)
        return True

    def _signed(self, lane: Lane, delivery: Delivery) -> Outgoing:
        """Signed anew each time: a receiver takes a signature for five minutes."""
        with self.core.engine.connect() as connection:
            body = payload.body(connection, delivery)
        identity, now = payload.identity(delivery), self.core.now()
        signed = [signature.sign(secret, identity, now, body) for secret in lane.secrets]
        both = " ".join(each[signature.SIGNATURE] for each in signed)
        kind = {"content-type": "application/json", "user-agent": "minyi-webhooks"}
        return Outgoing(url=lane.url, headers={**kind, **signed[0], signature.SIGNATURE: both}, body=body)

    def _failed(self, lane: Lane, delivery: Delivery, error: CarrierError) -> bool:
        now = self.core.now()
        with self.core.engine.begin() as connection:
            if error.permanent:
                outgoing.settle(connection, delivery.id, state="dead", at=now, error=str(error))
                subscriber.note(connection, lane.id, busy_until=now + LEASE)
                return True
            outgoing.postpone(connection, delivery.id, error=str(error))
            subscriber.unwell(connection, lane.id, now=now, error=str(error), asked=error.retry_after)
        return False
