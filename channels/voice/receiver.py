"""The webhooks of the hotline. Whatever happens to us, a caller is answered: at worst the carrier records the voice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Depends
from starlette.responses import Response

from channels.base import Surroundings
from channels.carrier import Hook, signed
from channels.legacy import source_at
from channels.progress import Lookup
from channels.voice.act import Acts
from channels.voice.call import Memo
from channels.voice.callback import Placed
from channels.voice.exchange import Exchange
from channels.voice.port import caller_of, dialled_of, heard_of, operator_of, partial_of, recording_of, sid_of
from channels.voice.renderer import Renderer
from channels.voice.wording import Teller

PREFIX = "/webhooks/voice"
# A telephone rang; what the carrier could not even dial was no try.
TRIED = frozenset({"completed", "busy", "no-answer"})
_log = logging.getLogger(__name__)


def router(surroundings: Surroundings) -> APIRouter:
    """Everything under ``PREFIX``."""
    routes = APIRouter(prefix=PREFIX, include_in_schema=False)
    believed = Depends(signed(surroundings.account, surroundings.public_url))
    lookup = Lookup(surroundings.core)
    exchange, renderer = Exchange(Acts(lookup, surroundings.hotline)), renderer_of(surroundings, lookup)

    def answered(answer: Callable[[], Response]) -> Response:
        try:
            return answer()
        except Exception as error:
            _log.error("a call could not be answered", exc_info=error)
            return renderer.outage()

    def memo(hook: Hook) -> Memo:
        return Memo(caller=caller_of(hook), source=source_at(dialled_of(hook), surroundings.legacy_addresses()))

    @routes.post("/incoming")
    def incoming(hook: Hook = believed) -> Response:
        """Somebody calls the hotline."""
        sid = sid_of(hook)
        return answered(lambda: renderer.scene(exchange.incoming(sid, memo(hook))))

    @routes.post("/turn/{turn}")
    def turn(turn: int, hook: Hook = believed) -> Response:
        """What the caller said or keyed after the answer number ``turn``."""
        sid = sid_of(hook)
        return answered(lambda: renderer.scene(exchange.turn(sid, turn, heard_of(hook), memo(hook))))

    @routes.post("/partial/{turn}")
    def partial_result(turn: int, hook: Hook = believed) -> Response:
        """What the recognition has understood so far."""
        exchange.partial(sid_of(hook), turn, *partial_of(hook))
        return renderer.nothing()

    @routes.post("/recording")
    def recording(hook: Hook = believed) -> Response:
        """A recording lies at the carrier."""
        if found := recording_of(hook):
            exchange.recorded(sid_of(hook), found)
        return renderer.nothing()

    @routes.post("/status")
    def status(hook: Hook = believed) -> Response:
        """The call is over."""
        exchange.ended(sid_of(hook))
        return renderer.nothing()

    @routes.post("/calling/{number}/{attempt}")
    def calling(number: str, attempt: int, hook: Hook = believed) -> Response:
        """A call-back was answered."""
        person = not hook.get("AnsweredBy").startswith(("machine", "fax"))
        sid, placed = sid_of(hook), Placed(number=number, attempt=attempt)
        return answered(lambda: renderer.scene(exchange.calling(sid, placed, answered=person)))

    @routes.post("/called/{number}/{attempt}")
    def called(number: str, attempt: int, hook: Hook = believed) -> Response:
        """A call-back is over."""
        placed = Placed(number=number, attempt=attempt)
        exchange.called(sid_of(hook), placed, tried=hook.get("CallStatus") in TRIED)
        return renderer.nothing()

    @routes.post("/wait")
    def wait(hook: Hook = believed) -> Response:
        """A caller waits for an operator."""
        return renderer.waiting(_count(hook.get("QueueTime")), max(0, _count(hook.get("QueuePosition")) - 1))

    @routes.post("/operator")
    def operator(hook: Hook = believed) -> Response:
        """An operator's telephone is off the hook."""
        name = operator_of(hook)
        return renderer.operator(name) if name else renderer.stranger()

    @routes.post("/bridged/{name}")
    def bridged(name: str, hook: Hook = believed) -> Response:
        """The operator called ``name`` takes the call; the screen of the phone desk shows who it is."""
        exchange.bridged(sid_of(hook), name)
        return renderer.bridging()

    return routes


def renderer_of(surroundings: Surroundings, lookup: Lookup) -> Renderer:
    """Words in the hotline's language, addresses under our own."""
    hotline = surroundings.hotline
    say = partial(surroundings.say, hotline.language)
    teller = Teller(lookup=lookup, say=say, unit_name=surroundings.unit_name, city=hotline.city)
    return Renderer(root=surroundings.public_url + PREFIX, hotline=hotline, teller=teller)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
