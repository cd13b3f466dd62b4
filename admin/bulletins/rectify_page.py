"""Rectification: all items for supervision; for those of a unit what it was told and what it owes."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.bulletins import rectify, told, word
from admin.desks.desk import LOOKERS, show
from admin.desks.entry import typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.error import DomainError, MissingField, NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE, OWN = "/staff/bulletins/rectifications", "/staff/bulletins/own"
LARGEST = 2**62
Posted = Annotated[FormData, Depends(posted)]
Unit = Annotated[Officer, may(Role.HANDLER)]
Supervisor = Annotated[Officer, may(Role.DISPATCHER)]


@router.get(PAGE)
def items(request: Request, officer: Annotated[Officer, may(*LOOKERS)]) -> HTMLResponse:
    """What every poor unit owes, overdue ones first."""
    return _items(request, officer)


@router.post(PAGE + "/{identity}/check")
def check(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    given = typed(form)
    try:
        accepted = {"yes": True, "no": False}.get(given.get("accepted", ""))
        if accepted is None:
            raise MissingField("accepted or not", field="accepted")
        key = min(abs(identity), LARGEST)
        rectify.check(held(request), key, accepted=accepted, note=given.get("note", ""), by=officer.username)
    except NotFound:
        raise
    except DomainError as refused:
        return _items(request, officer, problem=word.problem(refused.code, refused.details.get("field")))
    return RedirectResponse(PAGE, 303)


@router.get(OWN)
def own(request: Request, officer: Unit) -> HTMLResponse:
    """What the unit was told, and what it has to put right."""
    return _own(request, officer)


@router.post(OWN + "/{identity}")
def answer(request: Request, identity: int, officer: Unit, form: Posted) -> Response:
    """In writing; what was typed stays on the page where it is refused."""
    text, key = typed(form).get("text", ""), min(abs(identity), LARGEST)
    try:
        rectify.answer(held(request), key, text=text, unit=officer.unit or "", by=officer.username)
    except NotFound:
        raise
    except DomainError as refused:
        problem = word.problem(refused.code, refused.details.get("field"))
        return _own(request, officer, problem=problem, given={key: text})
    return RedirectResponse(OWN, 303)


def _items(request: Request, officer: Officer, *, problem: str = "") -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = rectify.listed(connection)
    return show(
        request,
        officer,
        "bulletins/rectifications.html",
        status=422 if problem else 200,
        items=found,
        problem=problem,
        states=word.STATES,
        checker=officer.role is Role.DISPATCHER,
    )


def _own(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[int, str] | None = None
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        items = rectify.listed(connection, unit=officer.unit or "—")
        messages = told.to_unit(connection, officer.unit or "—")
    return show(
        request,
        officer,
        "bulletins/own.html",
        status=422 if problem else 200,
        items=items,
        messages=messages,
        problem=problem,
        given=given or {},
        states=word.STATES,
    )
