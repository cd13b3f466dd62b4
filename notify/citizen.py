"""Telling the petitioner: an event becomes a queued message, perhaps one that asks something back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from channels import telephone
from channels.sms import consent, question
from channels.sms.port import segments
from channels.sms.question import Question
from notify import store, wording
from notify.store import Addressee
from notify.template import TO_CITIZEN, TO_FOLLOWERS, Template, shortened
from tracking.domain.clock import city_day
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store import relation
from tracking.store.outbox import Event


@dataclass(frozen=True, kw_only=True)
class About:
    """Which petition a message is about, and in which part its reader has in it."""

    number: str
    recipient: str = "citizen"


@dataclass(frozen=True, kw_only=True)
class CitizenNotices:
    """Messages to petitioners who left a telephone number that takes messages."""

    core: Core
    city_name: str
    unit_name: Callable[[str | None], str]

    def on_event(self, event: Event) -> None:
        """Queue the messages that belong to this event; harmless when it comes again."""
        template = TO_CITIZEN.get(event.verb)
        if template is None:
            return
        with self.core.engine.begin() as connection:
            addressee = store.addressee(connection, event.number)
            if template.when(addressee):
                self._tell(connection, event, template, addressee, About(number=event.number))
            self._tell_others(connection, event, template, addressee)

    def _tell_others(self, connection: Connection, event: Event, template: Template, addressee: Addressee) -> None:
        """Petitioners whose petitions were merged into this one, and those who have the same trouble."""
        if event.verb is Verb.ACCEPT_REPORT:
            for child in relation.merged_into(connection, event.number):
                theirs = replace(store.addressee(connection, child), unit=addressee.unit)
                self._tell(connection, event, template, theirs, About(number=child, recipient="merged"))
        if event.verb in TO_FOLLOWERS:
            for place, phone in enumerate(relation.phones_of_followers(connection, event.number)):
                about = About(number=event.number, recipient=f"follower-{place}")
                theirs = replace(addressee, phone=phone)
                self._tell(connection, event, TO_FOLLOWERS[event.verb], theirs, about)

    def _tell(
        self, connection: Connection, event: Event, template: Template, addressee: Addressee, about: About
    ) -> None:
        if addressee.phone is None:
            return
        phone = self.core.sealer.open(addressee.phone, "phone")
        if not telephone.takes_messages(phone):
            return
        key = self.core.sealer.key(phone, "phone")
        withheld = consent.stopped(connection, key)
        body = self._body(connection, event, template, addressee, about)
        message = self._message(event, template, body, phone) | vars(about)
        store.queue(connection, message | {"state": "withheld" if withheld else "queued"})
        if template.asks and not withheld:
            asked = Question(number=about.number, seq=event.seq, asks=template.asks)
            question.ask(connection, asked, key, at=self.core.now())

    def _body(
        self, connection: Connection, event: Event, template: Template, addressee: Addressee, about: About
    ) -> str:
        texts = cases.texts(connection, event.number, template.purposes)
        reply = next((texts[purpose] for purpose in template.purposes if texts.get(purpose)), "")
        known = {
            "city": self.city_name,
            "number": about.number,
            "code": self.core.sealer.query_code(about.number),
            "unit": self.unit_name(addressee.unit),
            "reply": shortened(reply),
        }
        own = wording.in_force(connection, template.wording, city_day(self.core.now()))
        return wording.filled(own.get("body"), template.body, known)

    def _message(self, event: Event, template: Template, body: str, phone: str) -> dict[str, object]:
        return {
            "seq": event.seq,
            "template": template.name,
            "channel": "sms",
            "address": self.core.sealer.seal(phone, "address"),
            "body": self.core.sealer.seal(body, "delivery"),
            "segments": segments(body),
            "created_at": self.core.now(),
        }
