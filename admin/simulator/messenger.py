"""A messenger in the browser: what is typed goes as an update to our webhook, what our bot sends shows up here."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from admin.language import say
from admin.look import look_of
from admin.pages import render
from admin.security.permission import PUBLIC
from admin.simulator import bot_api
from admin.simulator.bot_api import message
from admin.simulator.chat_paper import Bubble, Papers
from admin.waiting import wait_until
from admin.wiring import Container
from channels.base import marked
from channels.dialogue.press import FACES, Press
from channels.telegram.receiver import PATH, SECRET_HEADER, secret_of

PAGE, COOKIE = "/simulator/messenger", "simulated_chat"
MOST_BYTES, PATIENCE, FIRST_ANSWER = 10 * 1024 * 1024, 5.0, 3.0
_PHOTO, _PLACE = marked("[照片]"), marked("[位置：沈阳市中心]")
_CENTRE = {"longitude": 123.43, "latitude": 41.8}
Typed = Annotated[str, Form()]


def router(container: Container) -> APIRouter:
    """The page, and the stand-in of the Bot API behind it."""
    routes = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
    papers = Papers(container.settings.home / "simulator" / "messenger")
    routes.include_router(bot_api.router(container, papers))

    @routes.get(PAGE)
    def show(request: Request) -> Response:
        """The screen of the messenger."""
        chat = _chat(request)
        bubbles = papers.read(chat)
        response = render(request, "simulator/messenger.html", bubbles=bubbles, after=len(bubbles))
        response.set_cookie(COOKIE, str(chat), path=PAGE, httponly=True, samesite="lax")
        return response

    @routes.get(PAGE + "/news")
    def news(request: Request, after: Annotated[int, Query(ge=0, le=100_000)] = 0) -> Response:
        """What came since."""
        bubbles = papers.read(_chat(request), after=after)
        if not bubbles:
            return Response(status_code=204)
        return render(request, "simulator/messenger_news.html", bubbles=bubbles, after=after + len(bubbles))

    @routes.post(PAGE)
    def send(
        request: Request, text: Typed = "", press: Typed = "", place: Typed = "", photo: UploadFile | None = None
    ) -> Response:
        """Do what the app of the messenger would do, then wait a moment for the first answer."""
        chat = _chat(request)
        body = photo.file.read(MOST_BYTES) if photo is not None and photo.size else b""
        sent = {"text": text.strip()[:4096], "press": press, "place": place}
        shown, update = _update(container, papers, chat, look_of(request).lang, photo=body, **sent)
        if update:
            seen = papers.write(chat, Bubble(mine=True, text=shown))
            _deliver(container, update)
            wait_until(lambda: len(papers.read(chat, after=seen)) > 0, seconds=FIRST_ANSWER)
        return RedirectResponse(f"{PAGE}#end", 303)

    @routes.post(PAGE + "/again")
    def again() -> Response:
        """Become somebody else."""
        response = RedirectResponse(PAGE, 303)
        response.delete_cookie(COOKIE, path=PAGE)
        return response

    return routes


def _chat(request: Request) -> int:
    known = request.cookies.get(COOKIE, "")
    return int(known) if known.isascii() and known.isdigit() and len(known) < 16 else secrets.randbelow(2**40) + 1


def _update(
    container: Container, papers: Papers, chat: int, language: str, *, text: str, press: str, place: str, photo: bytes
) -> tuple[str, dict[str, Any]]:
    """What stands on the screen, and the update; empty when nothing was sent."""
    sender = {"id": chat, "is_bot": False, "first_name": "演示", "language_code": "zh-hans"}
    number = secrets.randbelow(2**48) + 1
    if press in list(Press):
        query = {"id": str(number), "from": sender, "chat_instance": "1", "data": press}
        query |= {"message": message(container, chat, 1, text="…")}
        return say(language, FACES[Press(press)].label), {"update_id": number, "callback_query": query}
    content: dict[str, Any] = {"text": text} if text else {}
    shown = text
    if place:
        shown, content = say(language, _PLACE), {"location": _CENTRE}
    if photo:
        name = papers.keep(photo)
        size = {"file_id": name, "file_unique_id": name, "width": 1, "height": 1, "file_size": len(photo)}
        shown, content = (
            f"{say(language, _PHOTO)} {text}".strip(),
            {"photo": [size]} | ({"caption": text} if text else {}),
        )
    update = {"update_id": number, "message": message(container, chat, 1, **content) | {"from": sender}}
    return shown, update if content else {}


def _deliver(container: Container, update: dict[str, Any]) -> None:
    """To the webhook, as the carrier would: over HTTP, with the secret."""
    settings = container.settings
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104 - compared
    headers = {SECRET_HEADER: secret_of(container.core.sealer)}
    with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
        client.post(f"http://{host}:{settings.port}{PATH}", json=update, headers=headers)
