"""The unit's right of reply: what is to be told of its work, and its own words to it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import typed
from admin.media import service, store, word
from admin.media.stage import Stage
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.error import DomainError, Forbidden, NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/media-replies"
SHOWN = (Stage.WITH_UNIT, Stage.REPLIED, Stage.PROPOSED, Stage.PUBLISHED)
Handler = Annotated[Officer, may(Role.HANDLER)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def waiting(request: Request, officer: Handler) -> HTMLResponse:
    """The unit's examples from the moment it is asked."""
    return _page(request, officer)


@router.post(PAGE + "/{identity}")
def answer(request: Request, identity: int, officer: Handler, form: Posted) -> Response:
    """Keep the reply; it is published beside the story."""
    if officer.unit is None:
        raise Forbidden("this account belongs to no unit")
    text = typed(form).get("text", "")
    try:
        service.reply(held(request), identity, text=text, by=officer.username, unit=officer.unit)
    except NotFound:
        raise
    except DomainError as refused:
        problem = word.PROBLEMS.get(refused.code, word.PROBLEMS["invalid_value"])
        return _page(request, officer, problem=problem, given={identity: text})
    return RedirectResponse(PAGE, 303)


def _page(
    request: Request, officer: Officer, *, problem: str = "", given: dict[int, str] | None = None
) -> HTMLResponse:
    container = held(request)
    old = [unit for unit, heir in container.city.successors().items() if heir == officer.unit]
    with container.engine.connect() as connection:
        items = store.at_stages(connection, SHOWN, units=[officer.unit, *old]) if officer.unit else []
    return show(
        request,
        officer,
        "media/replies.html",
        status=422 if problem else 200,
        items=items,
        problem=problem,
        given=given or {},
        stages=word.STAGES,
        tones=word.TONES,
    )
