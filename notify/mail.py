"""Telling petitioners who came by mail: queued like every message, handed to a carrier of letters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from channels.base import CarrierError
from channels.mailbox import memory
from channels.mailbox.bounce import Bounce
from channels.mailbox.memory import Answering
from channels.mailbox.renderer import ACKNOWLEDGEMENT, NOTICE, Outgoing, listed
from channels.mailbox.sender import MailGateway
from channels.mailbox.thread import Sent, Threads
from notify import store, wording
from notify.handover import hand_over_queued
from notify.letter import REMARKS, TO_CITIZEN_BY_MAIL, Letter
from tracking.domain.clock import city_day
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store.outbox import Event

CHANNEL, BATCH = "mail", 20
REST, GIVE_UP_AFTER = timedelta(minutes=2), timedelta(days=2)
ACKNOWLEDGED_A_DAY = 10
BY_NAME = {letter.name: letter for letter in TO_CITIZEN_BY_MAIL.values()}


@dataclass(frozen=True, kw_only=True)
class MailNotices:
    """Letters to petitioners whose petition came by mail and may be answered."""

    core: Core
    gateway: MailGateway
    threads: Threads
    city_name: str
    public_url: str
    unit_name: Callable[[str | None], str]

    def on_event(self, event: Event) -> None:
        """Queue the letter that belongs to this event; harmless when it comes again."""
        letter = TO_CITIZEN_BY_MAIL.get(event.verb)
        if letter is None:
            return
        with self.core.engine.begin() as connection:
            addressee = store.addressee(connection, event.number)
            known = memory.answering(connection, self.core.sealer, event.number)
            if addressee.email is None or known is None or not known.answerable:
                return
            if event.verb is Verb.REGISTER and self._enough(connection, event.number):
                return
            email = self.core.sealer.open(addressee.email, "email")
            body = self._body(connection, event, letter, addressee, known)
            store.queue(connection, self._message(event, letter, body, email))

    def _enough(self, connection: Connection, number: str) -> bool:
        """Whether this sender has had so many acknowledgements that a program must be writing."""
        since = self.core.now() - timedelta(days=1)
        return store.acknowledged(connection, number, since=since) >= ACKNOWLEDGED_A_DAY

    def _body(
        self, connection: Connection, event: Event, letter: Letter, addressee: store.Addressee, known: Answering
    ) -> str:
        texts = cases.texts(connection, event.number, ("public_reply", "reply"))
        gaps = {
            "city": self.city_name,
            "number": event.number,
            "code": self.core.sealer.query_code(event.number),
            "unit": self.unit_name(addressee.unit),
            "reply": texts.get("public_reply") or texts.get("reply") or "",
            "address": self.public_url,
            "remarks": REMARKS.format(listed=listed(known.remarks)) if known.remarks else "",
        }
        own = wording.in_force(connection, letter.wording, city_day(self.core.now()))
        return wording.filled(own.get("body"), letter.body, gaps)

    def _message(self, event: Event, letter: Letter, body: str, email: str) -> dict[str, object]:
        return {
            "number": event.number,
            "seq": event.seq,
            "template": letter.name,
            "recipient": "citizen",
            "channel": CHANNEL,
            "address": self.core.sealer.seal(email, "address"),
            "body": self.core.sealer.seal(body, "delivery"),
            "segments": 1,
            "state": "queued",
            "created_at": self.core.now(),
        }

    def send_queued(self) -> int:
        """Hand over what is queued; returns how many letters were taken."""
        return hand_over_queued(self.core, self._hand_over, channel=CHANNEL, size=BATCH)

    def _hand_over(self, message: store.Waiting) -> None:
        letter, now = self._letter(message), self.core.now()
        try:
            state, error = ("sent" if self.gateway.send(letter).left else "kept"), None
        except CarrierError as failure:
            state, error = self._after(failure, message), str(failure)
        with self.core.engine.begin() as connection:
            if state == "queued":
                store.requeue(connection, message.id, at=now + REST, error=error or "")
            else:
                store.advance(connection, message.id, state=state, at=now, reference=letter.message_id, error=error)

    def _after(self, failure: CarrierError, message: store.Waiting) -> str:
        """The state of a letter that was not taken: tried again for two days, unless that cannot help."""
        if failure.ambiguous:
            return "unknown"
        final = failure.permanent or message.created_at < self.core.now() - GIVE_UP_AFTER
        return "failed" if final else "queued"

    def _letter(self, message: store.Waiting) -> Outgoing:
        with self.core.engine.connect() as connection:
            known = memory.answering(connection, self.core.sealer, message.number)
            own = wording.in_force(connection, BY_NAME[message.template].wording, city_day(self.core.now()))
        template = BY_NAME[message.template]
        return Outgoing(
            to=self.core.sealer.open(message.address, "address"),
            subject=wording.filled(own.get("subject"), template.subject, {"number": message.number}),
            body=self.core.sealer.open(message.body, "delivery"),
            message_id=self.threads.identifier(Sent(number=message.number, seq=message.seq)),
            answers=known.message_id if known else "",
            submitted=ACKNOWLEDGEMENT if template is TO_CITIZEN_BY_MAIL[Verb.REGISTER] else NOTICE,
            at=self.core.now(),
        )

    def bounced(self, bounce: Bounce) -> None:
        """A letter of ours came back: it failed, with the reason that was given. A mere delay changes nothing."""
        if bounce.sent is None or not bounce.final:
            return
        with self.core.engine.begin() as connection:
            store.bounced(connection, bounce.sent.number, bounce.sent.seq, reason=bounce.reason)
