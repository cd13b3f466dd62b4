"""Citizens at a messenger who asked for a person: who waits, what they said, and the answer they get."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import clean, typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.security.sign_in import note
from channels.base import marked
from channels.dialogue import desk
from channels.dialogue.desk import Handover
from channels.dialogue.press import FACES
from channels.words import NOTE_LENGTH
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/conversations"
DOORS = {"telegram": "Telegram", "webchat": marked("网页聊天")}
_LARGEST = 2**62
Speaker = Annotated[Officer, may(Role.OPERATOR)]
Form = Annotated[FormData, Depends(posted)]
Identity = Annotated[int, Path(ge=1, le=_LARGEST)]


@router.get(PAGE)
def conversations(request: Request, officer: Speaker) -> HTMLResponse:
    """Who waits, who is being spoken with."""
    core = held(request).core
    with core.engine.connect() as connection:
        found = desk.waiting(connection, now=core.now())
    return show(request, officer, "conversations.html", found=found, doors=DOORS)


@router.get(PAGE + "/{identity}")
def conversation(request: Request, identity: Identity, officer: Speaker) -> Response:
    """What was said; only the officer who has taken the conversation reads it."""
    return _page(request, officer, identity, "conversation.html", after=0)


@router.get(PAGE + "/{identity}/news")
def news(
    request: Request, identity: Identity, officer: Speaker, after: Annotated[int, Query(ge=0, le=_LARGEST)] = 0
) -> Response:
    """The lines after one, for a page that is open."""
    return _page(request, officer, identity, "conversation_news.html", after=after)


@router.post(PAGE + "/{identity}/take")
def take(request: Request, identity: Identity, officer: Speaker, _form: Form) -> Response:
    """Speak with this citizen from now on."""
    core = held(request).core
    with core.engine.begin() as connection:
        desk.find(connection, identity)
        desk.take(connection, identity, by=officer.username, at=core.now())
        note(connection, officer.username, f"took conversation {identity}", at=core.now())
    return RedirectResponse(f"{PAGE}/{identity}", 303)


@router.post(PAGE + "/{identity}/say")
def speak(request: Request, identity: Identity, officer: Speaker, form: Form) -> Response:
    """Answer the citizen."""
    text = clean(typed(form).get("text", ""))[: 4 * NOTE_LENGTH]
    if text:
        desk.speak(held(request).dialogue, _found(request, identity), text, by=officer.username)
    return RedirectResponse(f"{PAGE}/{identity}#end", 303)


@router.post(PAGE + "/{identity}/end")
def end(request: Request, identity: Identity, officer: Speaker, form: Form) -> Response:
    """End it; with ``register`` what the citizen said becomes a petition."""
    register = typed(form).get("act") == "register"
    desk.end(held(request).dialogue, _found(request, identity), by=officer.username, register=register)
    return RedirectResponse(PAGE, 303)


def _found(request: Request, identity: int) -> Handover:
    with held(request).engine.connect() as connection:
        return desk.find(connection, identity)


def _page(request: Request, officer: Officer, identity: int, template: str, *, after: int) -> Response:
    core = held(request).core
    with core.engine.connect() as connection:
        found = desk.find(connection, identity)
        is_mine = found.taken_by == officer.username
        lines = desk.lines(connection, core.sealer, found, after=after) if is_mine else []
    if after and not lines:
        return Response(status_code=204)
    last = lines[-1].id if lines else after
    return show(
        request,
        officer,
        template,
        found=found,
        lines=lines,
        last=last,
        is_mine=is_mine,
        faces=FACES,
    )
