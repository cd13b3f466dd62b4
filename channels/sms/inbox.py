"""What becomes of a text that came in: a wish, an answer, or a petition; whatever it is, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from channels.legacy import source_at
from channels.sms import consent, question
from channels.sms.meaning import Rating, Word, confidential, rating, says_something, word
from channels.sms.port import DOOR, Inbound
from channels.sms.question import Asked, Question
from channels.words import TEXT_LENGTH
from tracking.domain.case import Case
from tracking.domain.error import KeyReused, NotFound, OutOfTurn
from tracking.domain.people import citizen
from tracking.domain.procedure.citizen import add_facts
from tracking.domain.procedure.intake import Matter
from tracking.domain.procedure.rating import Answers, rate
from tracking.domain.vocabulary import Identity
from tracking.service.core import Core
from tracking.service.intake import Submission, take
from tracking.service.once import Item, act_once
from tracking.store import intake

CITIZEN = citizen(DOOR.channel)
PLACE = "地点："


class Outcome(StrEnum):
    """What a text was."""

    STOPPED = "stopped"
    STARTED = "started"
    PETITION = "petition"
    ANSWER = "answer"
    KNOWN = "known"
    NOTHING = "nothing"
    NOTED = "noted"


@dataclass(frozen=True)
class Inbox:
    """Takes texts in. ``legacy_addresses`` gives code → the numbers at which a line of old was reached.

    ``noted(id, phone, text)`` says whether somebody of ours keeps it: an answer of a leader is no petition.
    """

    core: Core
    legacy_addresses: Callable[[], Mapping[str, str]] = dict
    noted: Callable[[str, str, str], bool] = lambda *_: False

    def take(self, text: Inbound) -> Outcome:
        """A repetition of the same text finds what it did and does nothing."""
        asked = word(text.body)
        if asked is not None and text.phone:
            return self._wish(text.phone, asked)
        with self.core.engine.connect() as connection:
            if intake.known(connection, DOOR.channel, text.id):
                return Outcome.KNOWN
            waiting = self._waiting(connection, text)
        if waiting and self._answers(waiting, text):
            return Outcome.ANSWER
        if text.phone and text.body and self.noted(text.id, text.phone, text.body):
            return Outcome.NOTED
        return self._register(text)

    def _wish(self, phone: str, asked: Word) -> Outcome:
        stop = asked is Word.STOP
        with self.core.engine.begin() as connection:
            consent.note(connection, self._key(phone), stop=stop, at=self.core.now())
        return Outcome.STOPPED if stop else Outcome.STARTED

    def _waiting(self, connection: Connection, text: Inbound) -> Question | None:
        if text.phone is None:
            return None
        return question.waiting(connection, self._key(text.phone), at=self.core.now())

    def _answers(self, waiting: Question, text: Inbound) -> bool:
        """Whether the text answered the question. A matter that cannot take an answer any more is asked no longer."""
        rated = rating(text.body)
        if not text.body or (waiting.asks is Asked.RATING and rated is None):
            return False
        item = Item(channel=DOOR.channel, external_id=text.id, raw={"phone": text.phone, "body": text.body})

        def do(case: Case, at: datetime) -> None:
            _answer(case, at, waiting.asks, text.body, rated)

        def beside(connection: Connection) -> None:
            question.answered(connection, waiting, at=self.core.now())

        try:
            act_once(self.core, item, waiting.number, do, beside=beside)
        except (OutOfTurn, NotFound):
            with self.core.engine.begin() as connection:
                beside(connection)
            return False
        return True

    def _register(self, text: Inbound) -> Outcome:
        if not says_something(text.body):
            return Outcome.NOTHING
        hidden, body = confidential(text.body)
        first, *more = [body[start : start + TEXT_LENGTH] for start in range(0, len(body), TEXT_LENGTH)]
        known = Identity.CONFIDENTIAL if hidden else Identity.NAMED
        matter = Matter(
            text=first,
            channel=DOOR.channel,
            identity=known if text.phone else Identity.ANONYMOUS,
            legacy_source=source_at([text.reached], self.legacy_addresses()),
        )
        submission = Submission(matter=matter, letter=DOOR.letter, external_id=text.id, phone=text.phone)
        try:
            receipt = take(self.core, submission, by=CITIZEN)
        except KeyReused:  # another delivery of it is being acted on at this moment
            return Outcome.KNOWN
        for place, part in enumerate(more):
            self._add(f"{text.id}/{place}", receipt.number, part)
        return Outcome.PETITION if receipt.fresh else Outcome.KNOWN

    def _add(self, key: str, number: str, words: str) -> None:
        """What was too long for the petition itself."""
        item = Item(channel=DOOR.channel, external_id=key, raw={"body": words})
        act_once(self.core, item, number, lambda case, at: add_facts(case, by=CITIZEN, at=at, words=words))

    def _key(self, phone: str) -> bytes:
        return self.core.sealer.key(phone, "phone")


def _answer(case: Case, at: datetime, asks: Asked, body: str, rated: Rating | None) -> None:
    if rated and asks is Asked.RATING:
        given = Answers(satisfaction=rated.satisfaction)
        rate(case, by=CITIZEN, at=at, answers=given, note=rated.note)
    else:
        words = f"{PLACE}{body}" if asks is Asked.PLACE else body
        add_facts(case, by=CITIZEN, at=at, words=words[:TEXT_LENGTH])
