"""What supervision tells a unit, at the unit's desk."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.supervision import notice
from admin.supervision.word import ACTS, STEPS
from notify import unit
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/supervision/notices"
Unit = Annotated[Officer, may(Role.HANDLER)]


@router.get(PAGE)
def notices(request: Request, officer: Unit) -> HTMLResponse:
    """The last hundred, the newest first."""
    with held(request).engine.connect() as connection:
        found, waiting = notice.lines(connection, officer.viewer), notice.unread(connection, officer.viewer)
    return show(request, officer, "supervision/notices.html", found=found, waiting=waiting, acts=ACTS, steps=STEPS)


@router.post(PAGE)
def read_all(request: Request, officer: Unit, _: Annotated[FormData, Depends(posted)]) -> Response:
    """Somebody of the unit has seen them all."""
    container = held(request)
    with container.engine.begin() as connection:
        unit.read(connection, officer.unit or "", by=officer.username, at=container.core.now())
    return RedirectResponse(PAGE, 303)
