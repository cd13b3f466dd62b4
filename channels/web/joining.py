"""The routes of ``same``: looked up while one types or by a button, and joined."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from channels.base import Refused, Surroundings
from channels.limit import Gate, address_of
from channels.web import same
from channels.web.port import Sheet
from channels.web.renderer import Pages

LOOKS_PER_ADDRESS, JOINS_PER_ADDRESS, JOINS_PER_PHONE = "120/minute; 1500/hour", "10/minute; 60/hour", "10/day"
LONGEST = 400


def router(surroundings: Surroundings, pages: Pages) -> APIRouter:
    """Everything under ``/same``."""
    routes = APIRouter(prefix="/same")
    looks, joins, phones = Gate(LOOKS_PER_ADDRESS), Gate(JOINS_PER_ADDRESS), Gate(JOINS_PER_PHONE)

    @routes.post("")
    def look(request: Request, sheet: Annotated[Sheet, Depends()]) -> Response:
        """As a part of the page that is open, or the same page again with everything kept. Nothing is registered."""
        looks.enter(address_of(request))
        found = same.lines(surroundings, sheet)
        if request.headers.get("hx-request"):
            return surroundings.render(request, "same.html", same=found)
        return pages.form(request, sheet, same=found)

    @routes.post("/join")
    def join(
        request: Request, sheet: Annotated[Sheet, Depends()], join: Annotated[str, Form(max_length=LONGEST)] = ""
    ) -> Response:
        """我也遇到."""
        joins.enter(address_of(request))
        if sheet.phone:
            phones.enter(sheet.phone[:LONGEST])
        try:
            joined = same.join(surroundings, sheet, join)
        except Refused as refused:
            return pages.form(request, sheet, refused.flaws, same=same.lines(surroundings, sheet))
        if not joined:
            return pages.form(request, sheet, note=same.GONE)
        return RedirectResponse("/same/joined", 303)

    @routes.get("/joined")
    def joined(request: Request) -> Response:
        """It counted, or had counted before."""
        return surroundings.render(request, "joined.html")

    return routes
