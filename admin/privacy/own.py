"""The petitioner's page about the own data: see them, take a copy, ask for a correction or deletion."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.entry import count_in, typed
from admin.look import look_of
from admin.pages import environment, render
from admin.privacy import holding, word
from admin.security.identity import masked
from admin.security.permission import PUBLIC, held, posted
from channels import wording
from channels.limit import Gate
from channels.web.ticket import Ticket, Tickets
from channels.words import NOTE_LENGTH
from tracking.domain.error import DomainError, NotFound, StaleVersion, TooEarly
from tracking.domain.people import citizen
from tracking.domain.procedure.privacy import request_data
from tracking.domain.stage import OPEN_STAGES
from tracking.domain.vocabulary import DataRight

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
PAGE = "/progress/{number}/data"
COPIES, REQUESTS = Gate("10/hour"), Gate("10/hour")
REASON = "own copy"
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def data(request: Request, number: str) -> Response:
    """What is held, masked as on every screen, and what may be asked."""
    return _page(request, number, _ticket(request, number), done=request.query_params.get("done", ""))


@router.get(PAGE + "/copy")
def copy(request: Request, number: str) -> Response:
    """Everything held of the petitioner as a text file; two reads and a line in the log."""
    _ticket(request, number)
    COPIES.enter(number)
    container, lang = held(request), look_of(request).lang
    with container.engine.begin() as connection:
        known = holding.of(connection, number, container.core.sealer)
        said = holding.texts(connection, number)
        holding.note(connection, number, reason=REASON, at=container.core.now())
    text = (
        environment(lang)
        .get_template("privacy/copy.html")
        .render(known=known, texts=said, identities=wording.IDENTITIES, made_at=container.core.now())
    )
    headers = {"Content-Disposition": f'attachment; filename="{number}.txt"', "Cache-Control": "no-store"}
    return Response("\ufeff" + text, media_type="text/plain; charset=utf-8", headers=headers)


@router.post(PAGE)
def ask(request: Request, number: str, form: Posted) -> Response:
    """Ask; a request on a page that is no longer true does nothing."""
    ticket, given, container = _ticket(request, number), typed(form), held(request)
    if not Tickets(container.core, request.app.state.secure_cookies).fits(ticket, given.get("form", "")):
        raise HTTPException(403)
    if given.get("right") not in list(DataRight):
        raise NotFound("no such right")
    REQUESTS.enter(number)
    right, words = DataRight(given["right"]), given.get("words", "")[:NOTE_LENGTH]
    try:
        with container.core.change(number, version=count_in(given.get("seen", ""))) as case:
            request_data(case, by=citizen("web"), at=container.core.now(), right=right, words=words)
    except StaleVersion:
        return _page(request, number, ticket, problem=word.MOVED)
    except TooEarly:
        return _page(request, number, ticket, problem=word.OPEN_STILL)
    except DomainError:
        return _page(request, number, ticket, problem=word.WHAT)
    return RedirectResponse(f"/progress/{number}/data?done={right}", 303)


def _ticket(request: Request, number: str) -> Ticket:
    return Tickets(held(request).core, request.app.state.secure_cookies).require(request, number)


def _page(request: Request, number: str, ticket: Ticket, *, problem: str = "", done: str = "") -> Response:
    container = held(request)
    with container.engine.connect() as connection:
        known = holding.of(connection, number, container.core.sealer)
    return render(
        request,
        "privacy/own.html",
        status=422 if problem else 200,
        known=known,
        person=masked(known.person),
        open=known.stage in OPEN_STAGES,
        ticket=ticket,
        problem=problem,
        done=word.DONE.get(done, ""),
        rights=word.RIGHTS,
        identities=wording.IDENTITIES,
    )
