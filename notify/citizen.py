"""Telling the petitioner: an event becomes a queued message, and queued messages are handed to the carrier."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from channels.base import CarrierError
from channels.sms.port import Gateway, segments
from notify import store
from notify.template import TO_CITIZEN, Template, shortened
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store.outbox import Event

BATCH = 50
LONGEST_HANDOVER = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class CitizenNotices:
    """Messages to petitioners who left a telephone number."""

    core: Core
    gateway: Gateway
    city_name: str
    unit_name: Callable[[str | None], str]

    def on_event(self, event: Event) -> None:
        """Queue the message that belongs to this event; harmless when it comes again."""
        template = TO_CITIZEN.get(event.verb)
        if template is None:
            return
        with self.core.engine.begin() as connection:
            addressee = store.addressee(connection, event.number)
            if addressee.phone is not None:
                body = self._body(connection, event, template, addressee)
                store.queue(connection, self._message(event, template, body, addressee.phone))

    def _body(self, connection: Connection, event: Event, template: Template, addressee: store.Addressee) -> str:
        texts = cases.texts(connection, event.number, ("public_reply", "reply"))
        return template.body.format(
            city=self.city_name,
            number=event.number,
            code=self.core.sealer.query_code(event.number),
            unit=self.unit_name(addressee.unit),
            reply=shortened(texts.get("public_reply") or texts.get("reply") or ""),
        )

    def _message(self, event: Event, template: Template, body: str, phone: bytes) -> dict[str, object]:
        number = self.core.sealer.open(phone, "phone")
        return {
            "number": event.number,
            "seq": event.seq,
            "template": template.name,
            "recipient": "citizen",
            "channel": "sms",
            "address": self.core.sealer.seal(number, "address"),
            "body": self.core.sealer.seal(body, "delivery"),
            "segments": segments(body),
            "state": "queued",
            "created_at": self.core.now(),
        }

    def send_queued(self) -> int:
        """Hand over what is queued; returns how many messages were taken."""
        with self.core.engine.begin() as connection:
            now = self.core.now()
            store.give_up_on(connection, before=now - LONGEST_HANDOVER)
            waiting = store.claim(connection, now=now, size=BATCH)
        for message in waiting:
            self._hand_over(message)
        return len(waiting)

    def _hand_over(self, message: store.Waiting) -> None:
        phone = self.core.sealer.open(message.address, "address")
        body = self.core.sealer.open(message.body, "delivery")
        reference, error = None, None
        try:
            accepted = self.gateway.send(phone, body)
            state, reference = ("sent" if accepted.left else "kept"), accepted.reference
        except CarrierError as failure:
            state, error = "failed", str(failure)
        with self.core.engine.begin() as connection:
            store.settle(connection, message.id, state=state, at=self.core.now(), reference=reference, error=error)
