"""One call of the soft phone: walks what the hotline answers, and posts what the caller does."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from admin.simulator.cabinet import Cabinet
from admin.simulator.carrier import new_recording
from admin.simulator.post import Postman
from admin.simulator.twiml import Stop, walk

DRAWER, OPERATOR = "lines", "operator"
INCOMING, STATUS = "/webhooks/voice/incoming", "/webhooks/voice/status"
MOST_REDIRECTS = 5
Fields = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """Where a call stands. ``log`` is who said what; ``over``: both have hung up; ``ends`` is told of the end."""

    sid: str
    phone: str
    us: str
    log: tuple[tuple[str, str], ...] = ()
    stop: Stop = field(default_factory=lambda: Stop(verb="", given={}, says=()))
    markup: str = ""
    over: bool = False
    ends: str = STATUS
    talking: bool = False
    redirects: int = 0

    def noted(self, who: str, words: str) -> Line:
        return replace(self, log=(*self.log, (who, words))) if words else self


@dataclass(frozen=True)
class Exchange:
    """Connects soft phones with the hotline; a call is kept in the cabinet between two pages."""

    cabinet: Cabinet
    postman: Postman

    def find(self, sid: str) -> Line | None:
        card = self.cabinet.get(DRAWER, sid) if sid else None
        return _line(card) if card else None

    def dial(self, phone: str) -> Line:
        """Call the hotline."""
        line = Line(sid=f"CA{secrets.token_hex(16)}", phone=phone, us=self.postman.container.account.number)
        card = {"sid": line.sid, "from": phone, "to": line.us, "status": "in-progress"}
        self.cabinet.put("calls", line.sid, card)
        return self._post(line, INCOMING, CallStatus="ringing")

    def pick_up(self, card: Mapping[str, Any]) -> Line:
        """Take a call-back that rings."""
        line = Line(sid=card["sid"], phone=card["to"], us=card["from"], ends=card["status_callback"])
        self._ring_off(card, "in-progress")
        return self._post(line, card["url"], AnsweredBy="human", CallStatus="in-progress")

    def let_ring(self, card: Mapping[str, Any]) -> None:
        """Nobody takes it."""
        self._ring_off(card, "no-answer")
        fields = {"CallSid": card["sid"], "From": card["from"], "To": card["to"], "CallStatus": "no-answer"}
        self.postman.deliver(card["status_callback"], fields)

    def key(self, line: Line, digits: str) -> Line:
        """Press keys; where one is waited for, each goes by itself."""
        single = line.stop.given.get("numDigits") == "1"
        for each in digits if single else [digits]:
            if line.stop.verb == "Gather":
                line = self._post(line.noted("me", f"⌨ {each}"), self._action(line), Digits=each)
        return line

    def say(self, line: Line, words: str, *, clearly: bool) -> Line:
        """Speak; mumbled words are recognised with little confidence."""
        share = "0.92" if clearly else "0.2"
        return self._post(line.noted("me", words), self._action(line), SpeechResult=words, Confidence=share)

    def be_silent(self, line: Line) -> Line:
        return self._post(line.noted("me", "……"), line.stop.after or self._action(line))

    def record(self, line: Line, sound: bytes) -> Line:
        """Leave a message: it lies at the carrier's until we fetch it."""
        sid = new_recording(self.cabinet, line.sid, sound, self.postman.container.core.now())
        told = self._post(
            line.noted("me", "♪"), self._action(line), RecordingSid=sid, RecordingDuration="3", Digits="#"
        )
        self._tell(
            line, line.stop.given.get("recordingStatusCallback", ""), RecordingSid=sid, RecordingStatus="completed"
        )
        return told

    def break_off(self, line: Line, words: str) -> Line:
        """Hang up in the middle of a sentence; the recognition had got this far."""
        partial = line.stop.given.get("partialResultCallback", "")
        self._tell(line, partial, UnstableSpeechResult=words, SequenceNumber="0")
        return self.hang_up(line.noted("me", f"{words}——"))

    def hang_up(self, line: Line) -> Line:
        return line if line.over else self._ended(line)

    def wait(self, line: Line) -> Line:
        """Listen to what is heard while one waits for an operator."""
        heard = self.postman.deliver(
            line.stop.given["waitUrl"], self._known(line) | {"QueueTime": "20", "QueuePosition": "1"}
        )
        return self._kept(line.noted("hotline", "".join(walk(heard).says)))

    def give_up_waiting(self, line: Line) -> Line:
        return self._post(line, self._action(line), QueueResult="leave", QueueTime="181")

    def take_by_operator(self, line: Line) -> Line:
        """The demonstration's operator takes the call: the screen of the phone desk pops."""
        who = {"CallSid": f"CA{secrets.token_hex(16)}", "From": f"client:{OPERATOR}", "To": line.us}
        dial = walk(self.postman.deliver("/webhooks/voice/operator", who))
        heard = walk(self.postman.deliver(dial.given["queue_url"], self._known(line)))
        return self._kept(replace(line.noted("hotline", "".join(heard.says)), talking=True))

    def operator_hangs_up(self, line: Line) -> Line:
        return self._post(replace(line, talking=False), self._action(line), QueueResult="bridged", QueueTime="9")

    def _post(self, line: Line, url: str, **fields: str) -> Line:
        markup = self.postman.deliver(url, self._known(line) | fields)
        stop = walk(markup)
        line = replace(line.noted("hotline", "".join(stop.says)), stop=stop, markup=markup)
        if stop.verb == "Redirect" and line.redirects < MOST_REDIRECTS:
            return self._post(replace(line, redirects=line.redirects + 1), stop.given["text"])
        return self._ended(line) if stop.verb in ("Hangup", "") else self._kept(line)

    def _tell(self, line: Line, url: str, **fields: str) -> None:
        if url:
            self.postman.deliver(url, self._known(line) | fields)

    def _ended(self, line: Line) -> Line:
        self._tell(line, line.ends, CallStatus="completed")
        return self._kept(replace(line, over=True, talking=False))

    def _kept(self, line: Line) -> Line:
        self.cabinet.put(DRAWER, line.sid, asdict(line))
        return line

    def _ring_off(self, card: Mapping[str, Any], status: str) -> None:
        self.cabinet.put("calls", card["sid"], {**card, "status": status})

    def _action(self, line: Line) -> str:
        return line.stop.given.get("action", "")

    def _known(self, line: Line) -> dict[str, str]:
        return {"CallSid": line.sid, "From": line.phone, "To": line.us}


def _line(card: Mapping[str, Any]) -> Line:
    stop = Stop(**card["stop"])
    return Line(**{**card, "stop": stop, "log": tuple((who, words) for who, words in card["log"])})
