"""A scene as the carrier's markup (TwiML): said, then listened for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response
from twilio.twiml.voice_response import Dial, VoiceResponse

from channels.telephony import Hotline
from channels.voice import wording
from channels.voice.call import Call
from channels.voice.flow import SCENES, Listen, Scene, State
from channels.voice.wording import Teller

Put = Callable[[VoiceResponse, Call, Scene], None]
PAUSE, FOR_WORDS, FOR_KEYS, FOR_A_VOICE = 10, 6, 10, 6


@dataclass(frozen=True, kw_only=True)
class Renderer:
    """Makes answers; ``root`` is the address of the hotline's webhooks."""

    root: str
    hotline: Hotline
    teller: Teller

    def scene(self, call: Call) -> Response:
        """Where the call stands now."""
        scene, response = SCENES[call.state], VoiceResponse()
        if call.state is State.WELCOME and call.turn == 0:
            self._say(response, wording.NOTICE, {"city": self.hotline.city})
        if call.memo.missed and scene.listens in wording.MISSED and (call.tries or scene.listens is Listen.KEYS):
            self._say(response, wording.MISSED[scene.listens])
        self._listening[scene.listens](response, call, scene)
        return _answer(response)

    def waiting(self, seconds: int, ahead: int) -> Response:
        """Heard again and again while nobody has taken the call; a caller who waited long enough leaves the queue."""
        response = VoiceResponse()
        if seconds >= self.hotline.patience:
            response.leave()
            return _answer(response)
        self._say(response, wording.AHEAD, {"count": str(ahead)})
        response.pause(length=PAUSE)
        return _answer(response)

    def operator(self, name: str) -> Response:
        """An operator's telephone takes whoever waits longest, and then the next."""
        response, dial = VoiceResponse(), Dial()
        dial.queue(self.hotline.queue, url=f"{self.root}/bridged/{name}")
        response.append(dial)
        response.redirect(f"{self.root}/operator")
        return _answer(response)

    def stranger(self) -> Response:
        """A telephone that is no operator's."""
        response = VoiceResponse()
        self._say(response, wording.STRANGER)
        response.hangup()
        return _answer(response)

    def bridging(self) -> Response:
        """The last words before the operator is there."""
        response = VoiceResponse()
        self._say(response, wording.BRIDGING)
        return _answer(response)

    def outage(self) -> Response:
        """Nothing can be stored now: the carrier keeps the caller's voice until we can."""
        response = VoiceResponse()
        self._say(response, wording.OUTAGE)
        response.record(finish_on_key="#", max_length=self.hotline.longest, **self._told_of_recording)
        response.hangup()
        return _answer(response)

    def nothing(self) -> Response:
        """Noted; there is nothing to say."""
        return Response(status_code=204)

    @property
    def _listening(self) -> Mapping[Listen, Put]:
        return {
            Listen.WORDS: self._words,
            Listen.KEY: self._key,
            Listen.KEYS: self._keys,
            Listen.MESSAGE: self._message,
            Listen.OPERATOR: self._queue,
            Listen.NOTHING: self._goodbye,
        }

    def _words(self, response: VoiceResponse, call: Call, _: Scene) -> None:
        gather = response.gather(
            input="speech dtmf",
            num_digits=1,
            finish_on_key="",
            timeout=FOR_WORDS,
            speech_timeout="auto",
            language=self.hotline.hears,
            partial_result_callback=f"{self.root}/partial/{call.turn}",
            **self._to_turn(call),
        )
        self._scene_words(gather, call)

    def _key(self, response: VoiceResponse, call: Call, _: Scene) -> None:
        gather = response.gather(input="dtmf", num_digits=1, finish_on_key="", timeout=FOR_KEYS, **self._to_turn(call))
        self._scene_words(gather, call)

    def _keys(self, response: VoiceResponse, call: Call, scene: Scene) -> None:
        gather = response.gather(
            input="dtmf", num_digits=scene.digits, finish_on_key="#", timeout=FOR_KEYS, **self._to_turn(call)
        )
        self._scene_words(gather, call)

    def _message(self, response: VoiceResponse, call: Call, _: Scene) -> None:
        self._scene_words(response, call)
        action = f"{self.root}/turn/{call.turn}"
        response.record(
            action=action,
            finish_on_key="#",
            timeout=FOR_A_VOICE,
            max_length=self.hotline.longest,
            **self._told_of_recording,
        )
        response.redirect(action)  # reached only where nothing was recorded

    def _queue(self, response: VoiceResponse, call: Call, _: Scene) -> None:
        self._scene_words(response, call)
        response.enqueue(self.hotline.queue, action=f"{self.root}/turn/{call.turn}", wait_url=f"{self.root}/wait")

    def _goodbye(self, response: VoiceResponse, call: Call, _: Scene) -> None:
        self._scene_words(response, call)
        response.hangup()

    def _to_turn(self, call: Call) -> dict[str, object]:
        return {"action": f"{self.root}/turn/{call.turn}", "action_on_empty_result": True}

    @property
    def _told_of_recording(self) -> dict[str, object]:
        return {
            "play_beep": True,
            "recording_status_callback": f"{self.root}/recording",
            "recording_status_callback_event": "completed absent",
        }

    def _scene_words(self, into: VoiceResponse, call: Call) -> None:
        self._say(into, wording.SAYS[call.state], self.teller.values(call))

    def _say(self, into: VoiceResponse, message: str, values: Mapping[str, str] | None = None) -> None:
        words = self.teller.say(message, **values) if values else self.teller.say(message)
        into.say(words, language=self.hotline.speaks, voice=self.hotline.voice)


def _answer(response: VoiceResponse) -> Response:
    return Response(str(response), media_type="application/xml")
