"""The page on which the words of the call-back are edited."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.calling import script
from admin.desks.desk import show
from admin.desks.entry import typed
from admin.desks.field import MISSING, TOO_LONG
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/call-back/script"


@router.get(PAGE)
def form(request: Request, officer: Annotated[Officer, may(Role.DISPATCHER, Role.CALLER)]) -> HTMLResponse:
    """The texts in force; callers read them, dispatchers change them."""
    container = held(request)
    with container.engine.connect() as connection:
        texts = script.in_force(connection, container.core.now())
    done = bool(request.query_params.get("done"))
    return show(request, officer, "script.html", texts=texts, parts=script.PARTS, flaws={}, done=done)


@router.post(PAGE)
def save(
    request: Request,
    officer: Annotated[Officer, may(Role.DISPATCHER)],
    form: Annotated[FormData, Depends(posted)],
) -> Response:
    """A new version of all texts."""
    container, given = held(request), typed(form)
    texts = {part: given.get(part, "") for part in script.PARTS}
    flaws = {part: MISSING for part, text in texts.items() if not text}
    flaws |= {part: TOO_LONG for part, text in texts.items() if len(text) > script.MOST_CHARACTERS}
    if flaws:
        parts = script.PARTS
        return show(request, officer, "script.html", status=422, texts=texts, parts=parts, flaws=flaws, done=False)
    with container.engine.begin() as connection:
        script.put(connection, texts, by=officer.username, at=container.core.now())
    return RedirectResponse(PAGE + "?done=1", 303)
