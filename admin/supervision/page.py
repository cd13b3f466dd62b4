"""Supervision documents at the desks: the list, the orders, one with its history, and what is done with it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import clean, count_in, typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.supervision import acting
from admin.supervision import document as documents
from admin.supervision.document import Wanted
from admin.supervision.ladder import Decision, Step
from admin.supervision.word import ACTS, FOUND, STATES, STEPS
from channels.base import marked
from tracking.domain.error import InvalidValue, MissingField, TooLate
from tracking.domain.people import Role
from tracking.service.core import Core

router = APIRouter(include_in_schema=False)
PAGE, ORDERS = "/staff/supervision/documents", "/staff/supervision/orders"
MISSING, LATE = marked("请把内容填写完整。"), marked("这份文书的状态刚刚变化，这一步已不能做。请看全过程。")
Reader = Annotated[Officer, may(*OVERSEERS, Role.HANDLER)]
Overseer = Annotated[Officer, may(*OVERSEERS)]
Unit = Annotated[Officer, may(Role.HANDLER)]
Supervisor = Annotated[Officer, may(Role.DISPATCHER)]
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
    return _one(request, officer, identity)


@router.post(PAGE + "/{identity}/reply")
def reply(request: Request, identity: int, officer: Unit, form: Posted) -> Response:
    text = typed(form).get("text", "")
    return _done(
        request, officer, identity, lambda: acting.reply(_core(request), identity, text=text, by=officer.actor)
    )


@router.post(PAGE + "/{identity}/appeal")
def appeal(request: Request, identity: int, officer: Unit, form: Posted) -> Response:
    why = typed(form).get("reason", "")
    return _done(
        request, officer, identity, lambda: acting.appeal(_core(request), identity, reason=why, by=officer.actor)
    )


@router.post(PAGE + "/{identity}/check")
def check(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    given = typed(form)

    def act() -> None:
        answer = {"yes": True, "no": False}.get(given.get("corrected", ""))
        if answer is None:
            raise MissingField("corrected or not", field="corrected")
        acting.check(_core(request), identity, corrected=answer, note=given.get("note", ""), by=officer.actor)

    return _done(request, officer, identity, act)


@router.post(PAGE + "/{identity}/decide")
def decide(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    given = typed(form)

    def act() -> None:
        if given.get("decision") not in list(Decision):
            raise MissingField("upheld or rejected", field="decision")
        decision, why = Decision(given["decision"]), given.get("reason", "")
        acting.decide_appeal(_core(request), identity, decision=decision, reason=why, by=officer.actor)

    return _done(request, officer, identity, act)


@router.post(PAGE + "/{identity}/cancel")
def cancel(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    why = typed(form).get("reason", "")
    return _done(
        request, officer, identity, lambda: acting.cancel(_core(request), identity, reason=why, by=officer.actor)
    )


@router.post(PAGE + "/{identity}/result")
def result(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    given = typed(form)
    said = {"result": given.get("result", ""), "effect": given.get("effect", "")}
    return _done(
        request, officer, identity, lambda: acting.note_result(_core(request), identity, by=officer.actor, **said)
    )


@router.post("/staff/supervision/proposals")
def propose(request: Request, officer: Inspector, form: Posted) -> Response:
    """An inspector proposes something to a unit."""
    container, given = held(request), typed(form)
    if given.get("unit", "") not in container.city.register.units or not given.get("reason"):
        return _list(request, officer, problem=MISSING)
    made = acting.propose(container.core, unit=given["unit"], reason=given["reason"], by=officer.actor)
    return RedirectResponse(f"{PAGE}/{made}", 303)


def _core(request: Request) -> Core:
    return held(request).core


def _done(request: Request, officer: Officer, identity: int, act: Callable[[], None]) -> Response:
    try:
        act()
    except (MissingField, InvalidValue):
        return _one(request, officer, identity, problem=MISSING)
    except TooLate:
        return _one(request, officer, identity, problem=LATE)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


def _one(request: Request, officer: Officer, identity: int, *, problem: str = "") -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = documents.one(connection, officer.viewer, identity)
        acts, siblings = documents.history(connection, identity), documents.siblings(connection, found)
    return show(
        request,
        officer,
        "supervision/document.html",
        status=422 if problem else 200,
        document=found,
        acts=acts,
        siblings=siblings,
        recused=acting.own(found, officer.actor.id),
        steps=STEPS,
        states=STATES,
        act_words=ACTS,
        problem=problem,
    )


def _list(request: Request, officer: Officer, *, only: Step | None = None, problem: str = "") -> HTMLResponse:
    given = {name: clean(request.query_params.get(name, "")) for name in ("step", "state", "unit")}
    step = only or (Step(given["step"]) if given["step"] in list(Step) else None)
    state = given["state"] if given["state"] in FOUND else ""
    page = count_in(request.query_params.get("page", ""))
    wanted = Wanted(steps=(step,) if step else (), unit=given["unit"], state=state, page=page)
    container = held(request)
    with container.engine.connect() as connection:
        listed = documents.listed(connection, officer.viewer, wanted, now=container.core.now())
    return show(
        request,
        officer,
        "supervision/documents.html",
        status=422 if problem else 200,
        heading=marked("督办单") if only else marked("监督文书"),
        only_orders=only is not None,
        listed=listed,
        given={**given, "page": page},
        steps=STEPS,
        states=FOUND,
        problem=problem,
    )
