"""Consultations at the desks: what is proposed, called together and concluded."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import typed
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.supervision import consulting
from channels.base import marked
from tracking.domain.error import MissingField, TooLate
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity

router = APIRouter(include_in_schema=False)
PAGE = "/staff/supervision/consultations"
STATES = {
    "proposed": marked("待召集"),
    "convened": marked("已召集"),
    "concluded": marked("已有结论"),
    "raised": marked("已提级"),
}
CAUSES = {"reworks": marked("多次重办"), "units": marked("多个单位之间未定")}
PROBLEM = marked("没有保存：请写明结论，或者这次会商刚刚有变化。")
Supervisor = Annotated[Officer, may(Role.DISPATCHER)]


@router.get(PAGE)
def consultations(request: Request, officer: Annotated[Officer, may(*OVERSEERS)]) -> HTMLResponse:
    """All consultations, the open ones first."""
    return _page(request, officer)


@router.post(PAGE + "/{identity}/convene")
def convene(request: Request, identity: int, officer: Supervisor) -> Response:
    return _done(request, officer, lambda: consulting.convene(held(request).core, identity, by=officer.actor))


@router.post(PAGE + "/{identity}/conclude")
def conclude(
    request: Request, identity: int, officer: Supervisor, form: Annotated[FormData, Depends(posted)]
) -> Response:
    said = typed(form).get("conclusion", "")
    return _done(
        request, officer, lambda: consulting.conclude(held(request).core, identity, conclusion=said, by=officer.actor)
    )


def _done(request: Request, officer: Officer, act: Callable[[], None]) -> Response:
    try:
        act()
    except (MissingField, TooLate):
        return _page(request, officer, problem=PROBLEM)
    return RedirectResponse(PAGE, 303)


def _page(request: Request, officer: Officer, *, problem: str = "") -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = consulting.listed(connection, officer.viewer)
    return show(
        request,
        officer,
        "supervision/consultations.html",
        hide=for_reader(held(request), officer, Identity.NAMED),
        status=422 if problem else 200,
        found=found,
        states=STATES,
        causes=CAUSES,
        problem=problem,
    )
