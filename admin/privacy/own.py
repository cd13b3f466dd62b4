"""The petitioner's page about the own data: see them, take a copy, ask for a correction or deletion."""

from collections.abc import Mapping
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
from admin.wiring import Container
from channels import wording
from channels.limit import Gate
from channels.web.ticket import Ticket, Tickets
from channels.words import NOTE_LENGTH
from tracking.domain.error import MissingField, NotFound, StaleVersion, TooEarly
from tracking.domain.people import citizen
from tracking.domain.procedure.privacy import request_data
from tracking.domain.stage import OPEN_STAGES
from tracking.domain.vocabulary import DataRight

PAGE = "/progress/{number}/data"
COPIES, REQUESTS = "10/hour", "10/hour"
REASON = "own copy"
Posted = Annotated[FormData, Depends(posted)]


def router() -> APIRouter:
    """The page, the copy and the request; how often, is counted by petition."""
    routes = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
    copies, requests = Gate(COPIES), Gate(REQUESTS)

    @routes.get(PAGE)
    def data(request: Request, number: str) -> Response:
        """What is held, masked as on every screen, and what may be asked."""
        return _page(request, number, _ticket(request, number), done=request.query_params.get("done", ""))

    @routes.get(PAGE + "/copy")
    def copy(request: Request, number: str) -> Response:
        """Everything held of the petitioner as a text file; three reads and a line in the log."""
        _ticket(request, number)
        copies.enter(number)
        return _copy(request, number)

    @routes.post(PAGE)
    def ask(request: Request, number: str, form: Posted) -> Response:
        """Ask; a request on a page that is no longer true does nothing."""
        ticket, given = _ticket(request, number), typed(form)
        if not _tickets(request).fits(ticket, given.get("form", "")):
            raise HTTPException(403)
        if given.get("right") not in list(DataRight):
            raise NotFound("no such right")
        requests.enter(number)
        problem = _asked(held(request), number, given)
        if problem:
            return _page(request, number, ticket, problem=problem)
        return RedirectResponse(f"/progress/{number}/data?done={given['right']}", 303)

    return routes


def _asked(container: Container, number: str, given: Mapping[str, str]) -> str:
    """What was wrong, empty where it was taken."""
    right, words, seen = (
        DataRight(given["right"]),
        given.get("words", "")[:NOTE_LENGTH],
        count_in(given.get("seen", "")),
    )
    try:
        with container.core.change(number, version=seen) as case:
            request_data(case, by=citizen("web"), at=container.core.now(), right=right, words=words)
    except StaleVersion:
        return word.MOVED
    except TooEarly:
        return word.OPEN_STILL
    except MissingField:
        return word.WHAT
    return ""


def _copy(request: Request, number: str) -> Response:
    container, lang = held(request), look_of(request).lang
    now = container.core.now()
    with container.engine.begin() as connection:
        known = holding.of(connection, number, container.core.sealer)
        said = holding.texts(connection, number)
        holding.note(connection, number, container.core.sealer, reason=REASON, at=now)
    template = environment(lang).get_template("privacy/copy.html")
    text = template.render(known=known, texts=said, identities=wording.IDENTITIES, made_at=now)
    headers = {"Content-Disposition": f'attachment; filename="{known.number}.txt"', "Cache-Control": "no-store"}
    return Response("\ufeff" + text, media_type="text/plain; charset=utf-8", headers=headers)


def _tickets(request: Request) -> Tickets:
    return Tickets(held(request).core, request.app.state.secure_cookies)


def _ticket(request: Request, number: str) -> Ticket:
    return _tickets(request).require(request, number)


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
