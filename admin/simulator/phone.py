"""The soft phone: a call in the browser, step by step, with or without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from admin.pages import render
from admin.simulator import PREFIX, open_to_all
from admin.simulator.line import Exchange, Line
from admin.simulator.outside import cabinet
from admin.simulator.post import postman
from admin.simulator.sound import tone
from admin.wiring import Container
from channels import telephone, words
from channels.base import Refused

PAGE = f"{PREFIX}/phone"
SOMEBODY = "13812345678"
MOST_SOUND = 5 * 1024 * 1024
Typed = Annotated[str, Form()]
Step = Callable[[Exchange, Line, Mapping[str, str]], Line]
STEPS: Mapping[str, Step] = {
    "key": lambda exchange, line, given: exchange.key(line, given["digits"]),
    "say": lambda exchange, line, given: exchange.say(line, given["words"], clearly=given["how"] != "unclear"),
    "break-off": lambda exchange, line, given: exchange.break_off(line, given["words"]),
    "silence": lambda exchange, line, _: exchange.be_silent(line),
    "wait": lambda exchange, line, _: exchange.wait(line),
    "give-up": lambda exchange, line, _: exchange.give_up_waiting(line),
    "operator": lambda exchange, line, _: exchange.take_by_operator(line),
    "operator-done": lambda exchange, line, _: exchange.operator_hangs_up(line),
    "hang-up": lambda exchange, line, _: exchange.hang_up(line),
}


def router(container: Container) -> APIRouter:
    """Everything under ``PAGE``."""
    routes = open_to_all()
    kept = cabinet(container)

    def exchange(request: Request) -> Exchange:
        return Exchange(kept, postman(container, request))

    @routes.get("/phone")
    def phone(request: Request, call: str = "", number: str = SOMEBODY) -> Response:
        """The telephone as it is now."""
        line = _found(exchange(request), call) if call else None
        mine = number_of(number)
        return render(
            request, "simulator/phone.html", line=line, number=mine, ringing=_ringing(exchange(request), mine)
        )

    @routes.get("/phone/ringing")
    def ringing(request: Request, number: str = SOMEBODY) -> Response:
        """Call-backs that ring here; asked every few seconds."""
        mine = number_of(number)
        return render(request, "simulator/ringing.html", number=mine, ringing=_ringing(exchange(request), mine))

    @routes.post("/phone")
    def dial(request: Request, number: Typed = SOMEBODY, hidden: Typed = "") -> Response:
        """Call the hotline, with or without showing the number."""
        mine = number_of(number)
        line = exchange(request).dial("anonymous" if hidden else telephone.international(mine))
        return _to(line, mine)

    @routes.post("/phone/ringing/{sid}/{act}")
    def answer(request: Request, sid: str, act: str, number: Typed = SOMEBODY) -> Response:
        """Take a call-back or let it ring."""
        card = next((each for each in _ringing(exchange(request), number_of(number)) if each["sid"] == sid), None)
        if card is None:
            raise HTTPException(404)
        if act == "take":
            return _to(exchange(request).pick_up(card), number_of(number))
        exchange(request).let_ring(card)
        return RedirectResponse(f"{PAGE}?{urlencode({'number': number_of(number)})}", 303)

    @routes.post("/phone/{sid}/record")
    def record(request: Request, sid: str, number: Typed = SOMEBODY, sound: UploadFile | None = None) -> Response:
        """Leave a message: a file, or a small tone in place of a voice."""
        line = _found(exchange(request), sid)
        body = sound.file.read(MOST_SOUND) if sound is not None and sound.size else tone()
        return _to(exchange(request).record(line, body), number_of(number))

    @routes.post("/phone/{sid}/{act}")
    def step(
        request: Request,
        sid: str,
        act: str,
        number: Typed = SOMEBODY,
        digits: Typed = "",
        words: Typed = "",
        how: Typed = "",
    ) -> Response:
        """What the caller does next. Pressing a button of an old page does nothing."""
        line = _found(exchange(request), sid)
        if act not in STEPS:
            raise HTTPException(404)
        given = {"digits": _keys(digits), "words": _words(words), "how": how}
        return _to(line if line.over else STEPS[act](exchange(request), line, given), number_of(number))

    return routes


def number_of(typed: str) -> str:
    """A mainland number in its one form; what is none is somebody's."""
    try:
        return telephone.normal(typed) or SOMEBODY
    except Refused:
        return SOMEBODY


def _found(exchange: Exchange, sid: str) -> Line:
    try:
        line = exchange.find(sid)
    except KeyError:
        line = None
    if line is None:
        raise HTTPException(404)
    return line


def _ringing(exchange: Exchange, number: str) -> Sequence[Mapping[str, Any]]:
    """Call-backs to this number that nobody has taken."""
    to = telephone.international(number)
    return [card for card in exchange.cabinet.all("calls") if card["status"] == "queued" and card.get("to") == to]


def _to(line: Line, number: str) -> Response:
    return RedirectResponse(f"{PAGE}?{urlencode({'call': line.sid, 'number': number})}#now", 303)


def _keys(text: str) -> str:
    return "".join(each for each in text if each in "0123456789*#")[:20]


def _words(text: str) -> str:
    return words.clean(text)[: words.TEXT_LENGTH]
