"""The acts of a call on the city's record. Each gives the call as it is afterwards, and whether it could be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from channels import keypad
from channels.base import TooMany
from channels.progress import Lookup, offers, reopen_within
from channels.telephony import Hotline
from channels.voice import store
from channels.voice.call import Call
from channels.voice.callback import officer
from channels.voice.flow import Act
from channels.voice.heard import Heard
from channels.voice.port import DOOR, MOST_WORDS, answers, submission
from tracking.domain.case import Case
from tracking.domain.error import InvalidValue, KeyReused, NotFound, OutOfTurn
from tracking.domain.people import citizen
from tracking.domain.procedure.callback import record_callback
from tracking.domain.procedure.citizen import add_facts, urge
from tracking.domain.procedure.rating import rate
from tracking.domain.verb import Verb
from tracking.service.intake import take
from tracking.service.once import Item, act_once
from tracking.store import intake

CITIZEN = citizen(DOOR.channel)
MOST_MISSES = 3
MESSAGE_TEXT, MORE_TEXT = "（语音留言，录音见附件。）", "（语音补充，录音见附件。）"
AFTER_CLOSING = "（来电补充诉求%s，该诉求已不能补充，另行登记。）"
Done = tuple[Call, bool]


@dataclass(frozen=True)
class Acts:
    """Everything a call can do. ``connection`` is the transaction in which the call is held."""

    lookup: Lookup
    hotline: Hotline

    def do(self, connection: Connection, act: Act, call: Call, heard: Heard) -> Done:
        """One act of the tables."""
        if act is Act.TAKE_MESSAGE:
            return self.take_message(connection, call, heard.recording), True
        return self._table()[act](call, heard)

    def _table(self) -> Mapping[Act, Callable[[Call, Heard], Done]]:
        return {
            Act.REGISTER: lambda call, heard: (self._say(call, *call.memo.kept, heard.words), True),
            Act.ADD: lambda call, heard: (self._say(call, *call.memo.kept, heard.words), True),
            Act.KEEP: lambda call, heard: (call.remembering(kept=(*call.memo.kept, heard.words)), True),
            Act.SETTLE: lambda call, _: self.settle(call),
            Act.CONFIDE: lambda call, _: (call.remembering(confidential=True), True),
            Act.ASK_OPERATOR: lambda call, _: (call, self.hotline.staffed(self.lookup.core.now())),
            Act.TAKE_NUMBER: self._take_number,
            Act.LOOK_UP: self._look_up,
            Act.URGE: self._urge,
            Act.MAY_ADD: lambda call, _: (call, self._offered(call, Verb.ADD_FACTS)),
            Act.MAY_RATE: lambda call, _: (call, self._offered(call, Verb.RATE)),
            Act.NOTE_ANSWER: self._note_answer,
            Act.RATE: lambda call, _: self.rate(call),
        }

    def settle(self, call: Call, part: str = "") -> Done:
        """Words that stand nowhere yet become a petition, or belong to the one there is."""
        words = call.unsettled
        return (self._say(call, *words, part=part), True) if words else (call, False)

    def take_message(self, connection: Connection, call: Call, recording: str) -> Call:
        """A voice message: what was understood before stands in words, the rest is fetched from the carrier."""
        if store.knows_recording(connection, recording):
            return call
        marker = MORE_TEXT if call.target else MESSAGE_TEXT
        after = self._say(call, marker, *call.unsettled, part=recording)
        store.add_recording(connection, recording, call.sid, after.target, at=self.lookup.core.now())
        return after

    def rate(self, call: Call) -> Done:
        """The answers keyed so far, once: a call-back of the officer who placed it, else the citizen's own rating."""
        given, about = answers(call.memo.answers), call.memo.about
        if call.memo.rated or about is None or not given.any:
            return call, call.memo.rated

        def do(case: Case, at: datetime) -> None:
            if call.outbound:
                table = self.lookup.core.timetable_of(case)
                record_callback(case, by=officer(call.memo.placed_by), at=at, timetable=table, answers=given)
            else:
                rate(case, by=CITIZEN, at=at, answers=given)

        try:
            self._once(call, "rating", about, do)
        except (OutOfTurn, InvalidValue):
            return call, False
        return call.remembering(rated=True), True

    def _say(self, call: Call, *words: str, part: str = "") -> Call:
        """Words become facts of the call's petition, or a petition of their own; ``part`` names what was said."""
        text = "\n".join(filter(None, words))[:MOST_WORDS]
        said = call.remembering(kept=(), partial="")
        if call.target is None:
            return self._register(said, text, part)
        try:
            self._once(call, part, call.target, lambda case, at: add_facts(case, by=CITIZEN, at=at, words=text))
        except OutOfTurn:  # closed meanwhile: what is said now is a matter of its own
            whole = f"{AFTER_CLOSING % call.target}{text}"[:MOST_WORDS]
            receipt = take(self.lookup.core, submission(call, whole, self._key(call, part)), by=CITIZEN)
            return replace(said, number=receipt.number)
        return said

    def _register(self, call: Call, text: str, part: str) -> Call:
        core = self.lookup.core
        try:
            number = take(core, submission(call, text, call.sid), by=CITIZEN).number
        except KeyReused:  # an earlier try got as far as the petition; these are further words
            with core.engine.connect() as connection:
                number = intake.known(connection, DOOR.channel, call.sid) or ""
            return self._say(replace(call, number=number), text, part=part)
        return replace(call, number=number)

    def _key(self, call: Call, part: str) -> str:
        return f"{call.sid}/{part or call.turn}"

    def _once(self, call: Call, part: str, number: str, do: Callable[[Case, datetime], None]) -> None:
        item = Item(channel=DOOR.channel, external_id=self._key(call, part), raw={"turn": call.turn, "part": part})
        act_once(self.lookup.core, item, number, do)

    def _take_number(self, call: Call, heard: Heard) -> Done:
        if call.memo.misses >= MOST_MISSES or not keypad.sensible(heard.keys):
            return call, False
        return call.remembering(keyed=heard.keys), True

    def _look_up(self, call: Call, heard: Heard) -> Done:
        phone = call.memo.caller
        try:
            found = self.lookup.open_by_keys(call.memo.keyed, heard.keys, phone=phone, address=phone or call.sid)
        except (NotFound, TooMany):
            return call.remembering(misses=call.memo.misses + 1), False
        return call.remembering(about=found.standing.number), True

    def _urge(self, call: Call, _heard: Heard) -> Done:
        if call.memo.about is None or not self._offered(call, Verb.URGE):
            return call, False
        try:
            self._once(call, "", call.memo.about, lambda case, at: urge(case, by=CITIZEN, at=at))
        except OutOfTurn:
            return call, False
        return call, True

    def _offered(self, call: Call, verb: Verb) -> bool:
        if call.memo.about is None:
            return False
        standing = self.lookup.read(call.memo.about).standing
        return verb in offers(standing, self.lookup.core.now(), reopen_within=reopen_within(self.lookup.core))

    def _note_answer(self, call: Call, heard: Heard) -> Done:
        return call.remembering(answers={**call.memo.answers, call.state.value: heard.keys}), True
