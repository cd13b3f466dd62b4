"""Following one's own matter: ask with number and code, then read while the ticket lasts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from channels.base import Surroundings
from channels.limit import address_of
from channels.progress import Lookup
from channels.web import acting
from channels.web.renderer import Pages
from channels.web.ticket import Tickets, take_back
from channels.words import clean
from tracking.domain.error import NotFound

Typed = Annotated[str, Form()]


def router(surroundings: Surroundings, pages: Pages, tickets: Tickets) -> APIRouter:
    """Everything under ``/progress``."""
    routes = APIRouter(prefix="/progress")
    lookup = Lookup(surroundings.core)

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
        ticket = tickets.require(request, number)
        return pages.progress(request, lookup.read(number), ticket)

    @routes.get("/{number}/receipt")
    def receipt(request: Request, number: str) -> Response:
        """Number and code, to keep."""
        ticket = tickets.require(request, number)
        return pages.receipt(request, lookup.read(number), ticket)

    @routes.get("/{number}/withdraw")
    def confirm(request: Request, number: str) -> Response:
        """Asks before it withdraws."""
        ticket = tickets.require(request, number)
        return pages.withdrawal(request, lookup.read(number), ticket)

    routes.include_router(acting.router(surroundings, pages, tickets, lookup))
    return routes
