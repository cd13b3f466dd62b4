"""Telling the petitioner: an event becomes a queued message, perhaps one that asks something back."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from channels import telephone
from channels.sms import consent, question
from channels.sms.port import segments
from channels.sms.question import Question
from notify import store
from notify.store import Addressee
from notify.template import TO_CITIZEN, Template, shortened
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store.outbox import Event


@dataclass(frozen=True, kw_only=True)
class CitizenNotices:
    """Messages to petitioners who left a telephone number that takes messages."""

    core: Core
    city_name: str
    unit_name: Callable[[str | None], str]

    def on_event(self, event: Event) -> None:
        """Queue the message that belongs to this event; harmless when it comes again."""
        template = TO_CITIZEN.get(event.verb)
        if template is None:
            return
        with self.core.engine.begin() as connection:
            addressee = store.addressee(connection, event.number)
            if addressee.phone is not None and template.when(addressee):
                self._tell(connection, event, template, addressee, self.core.sealer.open(addressee.phone, "phone"))

    def _tell(self, connection: Connection, event: Event, template: Template, addressee: Addressee, phone: str) -> None:
        if not telephone.takes_messages(phone):
            return
        key = self.core.sealer.key(phone, "phone")
        withheld = consent.stopped(connection, key)
        body = self._body(connection, event, template, addressee)
        store.queue(connection, self._message(event, template, body, phone, "withheld" if withheld else "queued"))
        if template.asks and not withheld:
            asked = Question(number=event.number, seq=event.seq, asks=template.asks)
            question.ask(connection, asked, key, at=self.core.now())

    def _body(self, connection: Connection, event: Event, template: Template, addressee: Addressee) -> str:
        texts = cases.texts(connection, event.number, template.purposes)
        reply = next((texts[purpose] for purpose in template.purposes if texts.get(purpose)), "")
        return template.body.format(
            city=self.city_name,
            number=event.number,
            code=self.core.sealer.query_code(event.number),
            unit=self.unit_name(addressee.unit),
            reply=shortened(reply),
        )

    def _message(self, event: Event, template: Template, body: str, phone: str, state: str) -> dict[str, object]:
        return {
            "number": event.number,
            "seq": event.seq,
            "template": template.name,
            "recipient": "citizen",
            "channel": "sms",
            "address": self.core.sealer.seal(phone, "address"),
            "body": self.core.sealer.seal(body, "delivery"),
            "segments": segments(body),
            "state": state,
            "created_at": self.core.now(),
        }
