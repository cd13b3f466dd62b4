"""Supervision documents at the desks: the list, the orders, one with its history, and proposals."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection
from starlette.datastructures import FormData

from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import clean, count_in, typed
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.supervision import acting, listing, proposal, telling
from admin.supervision import document as documents
from admin.supervision.ladder import Step
from admin.supervision.listing import Wanted
from admin.supervision.word import ACTS, FOUND, STATES, STEPS
from channels.base import marked
from notify import unit as notify
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity

router = APIRouter(include_in_schema=False)
PAGE, ORDERS = "/staff/supervision/documents", "/staff/supervision/orders"
MISSING = marked("请把内容填写完整。")
Reader = Annotated[Officer, may(*OVERSEERS, Role.HANDLER)]
Overseer = Annotated[Officer, may(*OVERSEERS)]
Inspector = Annotated[Officer, may(Role.INSPECTOR)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def everything(request: Request, officer: Reader) -> HTMLResponse:
    """All documents these eyes may see, overdue ones first."""
    return _list(request, officer)


@router.get(ORDERS)
def orders(request: Request, officer: Overseer) -> HTMLResponse:
    """督办单 alone."""
    return _list(request, officer, only=Step.ORDER)


@router.get(PAGE + "/{identity}")
def one(request: Request, identity: int, officer: Reader) -> HTMLResponse:
    """One document with its whole history."""
    return sheet(request, officer, identity)


@router.post("/staff/supervision/proposals")
def propose(request: Request, officer: Inspector, form: Posted) -> Response:
    """An inspector proposes something to a unit."""
    container, given = held(request), typed(form)
    if given.get("unit", "") not in container.city.register.units or not given.get("reason"):
        return _list(request, officer, problem=MISSING)
    made = proposal.propose(container.core, unit=given["unit"], reason=given["reason"], by=officer.actor)
    return RedirectResponse(f"{PAGE}/{made}", 303)


def sheet(request: Request, officer: Officer, identity: int, *, problem: str = "") -> HTMLResponse:
    with held(request).engine.begin() as connection:
        found = documents.one(connection, officer.viewer, identity)
        acts, siblings = documents.history(connection, identity), documents.siblings(connection, found)
        _read(request, connection, officer, identity)
        receipts = notify.receipts(connection, telling.ABOUT, identity)
        appeal_until = acting.appeal_until(connection, found, held(request).core.now())
    return show(
        request,
        officer,
        "supervision/document.html",
        hide=for_reader(held(request), officer, Identity.NAMED),
        status=422 if problem else 200,
        document=found,
        acts=acts,
        siblings=siblings,
        receipts=receipts,
        appeal_until=appeal_until,
        recused=acting.own(found, officer.actor.id),
        steps=STEPS,
        states=STATES,
        act_words=ACTS,
        problem=problem,
    )


def _read(request: Request, connection: Connection, officer: Officer, identity: int) -> None:
    """A document that somebody of the unit opens has reached it."""
    if officer.role is Role.HANDLER and officer.unit:
        at, own = held(request).core.now(), officer.unit
        notify.read(connection, own, by=officer.username, at=at, about=telling.ABOUT, subject=identity)


def _list(request: Request, officer: Officer, *, only: Step | None = None, problem: str = "") -> HTMLResponse:
    given = {name: clean(request.query_params.get(name, "")) for name in ("step", "state", "unit")}
    step = only or (Step(given["step"]) if given["step"] in list(Step) else None)
    state = given["state"] if given["state"] in FOUND else ""
    page = count_in(request.query_params.get("page", ""))
    wanted = Wanted(steps=(step,) if step else (), unit=given["unit"], state=state, page=page)
    container = held(request)
    with container.engine.connect() as connection:
        listed = listing.listed(connection, officer.viewer, wanted, now=container.core.now())
    return show(
        request,
        officer,
        "supervision/documents.html",
        hide=for_reader(held(request), officer, Identity.NAMED),
        status=422 if problem else 200,
        heading=marked("督办单") if only else marked("监督文书"),
        only_orders=only is not None,
        listed=listed,
        given={**given, "page": page},
        steps=STEPS,
        states=FOUND,
        problem=problem,
    )
