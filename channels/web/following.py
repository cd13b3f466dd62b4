"""Following one's own matter: ask with number and code, then act on it while the ticket lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from channels.base import Refused, Surroundings, marked
from channels.limit import Gate, address_of
from channels.progress import Lookup
from channels.web.rating import answers_of
from channels.web.renderer import Pages
from channels.web.ticket import Ticket, Tickets, take_back
from channels.words import clean, note_of, text_of
from tracking.domain.case import Case
from tracking.domain.error import NotFound, OutOfTurn, StaleVersion, TooLate
from tracking.domain.people import citizen
from tracking.domain.procedure.callback import record_callback, reopen
from tracking.domain.procedure.citizen import add_facts, urge, withdraw

CITIZEN = citizen("web")
ACTS_PER_PETITION = "20/hour"
_SAY_WHAT = marked("请写下要补充的情况。")
_SAY_WHY = marked("请写下要求重新办理的理由。")
CHANGED = marked("情况刚刚有变化，这一步没有执行。请先看最新进展，再决定是否继续。")
Typed = Annotated[str, Form()]
Seen = Annotated[int, Form(ge=1, le=100_000)]
Do = Callable[[Case, datetime], None]


def router(surroundings: Surroundings, pages: Pages, tickets: Tickets) -> APIRouter:
    """Everything under ``/progress``."""
    routes = APIRouter(prefix="/progress")
    core, lookup, gate = surroundings.core, Lookup(surroundings.core), Gate(ACTS_PER_PETITION)

    def ticket_of(request: Request, number: str) -> Ticket:
        ticket = tickets.read(request, number)
        if ticket is None:
            raise HTTPException(303, headers={"Location": f"/progress?number={number}"})
        return ticket

    def act(request: Request, number: str, form: str, seen: int, do: Do) -> Response:
        """Carry out a verb on the version the petitioner saw: a form sent twice acts once."""
        ticket = ticket_of(request, number)
        if not tickets.fits(ticket, form):
            raise HTTPException(403)
        gate.enter(number)
        try:
            with core.change(number, version=seen) as case:
                do(case, core.now())
        except Refused as refused:
            return pages.progress(request, lookup.read(number), ticket, flaws=refused.flaws, status=422)
        except (StaleVersion, OutOfTurn, TooLate):
            return pages.progress(request, lookup.read(number), ticket, note=CHANGED, status=409)
        return RedirectResponse(f"/progress/{number}", 303)

    @routes.get("")
    def ask(request: Request, number: str = "") -> Response:
        """Number and code, please."""
        return pages.question(request, number=clean(number)[:40])

    @routes.post("")
    def open_(request: Request, number: Typed = "", code: Typed = "") -> Response:
        """Opens the petition, or says the same for a wrong number and a wrong code."""
        try:
            found = lookup.open(number, code, address=address_of(request))
        except NotFound:
            return pages.question(request, number=clean(number)[:40], wrong=True)
        response = RedirectResponse(f"/progress/{found.standing.number}", 303)
        tickets.give(response, found.standing.number)
        return response

    @routes.post("/leave")
    def leave() -> Response:
        """Forget the petition on this device."""
        response = RedirectResponse("/progress", 303)
        take_back(response)
        return response

    @routes.get("/{number}")
    def show(request: Request, number: str) -> Response:
        """The way of the petition."""
        ticket = ticket_of(request, number)
        return pages.progress(request, lookup.read(number), ticket)

    @routes.get("/{number}/receipt")
    def receipt(request: Request, number: str) -> Response:
        """Number and code, to keep."""
        ticket = ticket_of(request, number)
        return pages.receipt(request, lookup.read(number), ticket)

    @routes.get("/{number}/withdraw")
    def confirm(request: Request, number: str) -> Response:
        """Asks before it withdraws."""
        ticket = ticket_of(request, number)
        return pages.withdrawal(request, lookup.read(number), ticket)

    @routes.post("/{number}/withdraw")
    def withdraw_(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """撤回."""

        def do(case: Case, at: datetime) -> None:
            withdraw(case, by=CITIZEN, at=at, reason=note_of(words, "withdraw"))

        return act(request, number, form, seen, do)

    @routes.post("/{number}/urge")
    def urge_(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """催办."""

        def do(case: Case, at: datetime) -> None:
            urge(case, by=CITIZEN, at=at, words=note_of(words, "urge"))

        return act(request, number, form, seen, do)

    @routes.post("/{number}/facts")
    def facts(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """补充."""

        def do(case: Case, at: datetime) -> None:
            add_facts(case, by=CITIZEN, at=at, words=text_of(words, "facts", required=_SAY_WHAT))

        return act(request, number, form, seen, do)

    @routes.post("/{number}/reopen")
    def reopen_(request: Request, number: str, form: Typed, seen: Seen, words: Typed = "") -> Response:
        """重新办理."""

        def do(case: Case, at: datetime) -> None:
            reopen(case, by=CITIZEN, at=at, reason=text_of(words, "reopen", required=_SAY_WHY))

        return act(request, number, form, seen, do)

    @routes.post("/{number}/rating")
    def rate(
        request: Request,
        number: str,
        form: Typed,
        seen: Seen,
        contacted: Typed = "",
        verified: Typed = "",
        outcome: Typed = "",
        satisfaction: Typed = "",
        words: Typed = "",
    ) -> Response:
        """评价: four questions, each may be left out."""

        def do(case: Case, at: datetime) -> None:
            given = answers_of(contacted, verified, outcome, satisfaction)
            record_callback(case, by=CITIZEN, at=at, answers=given, note=note_of(words, "rating"))

        return act(request, number, form, seen, do)

    return routes
