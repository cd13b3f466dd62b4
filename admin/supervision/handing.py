"""What is done with a supervision document at the desks: by its unit, and by supervision."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.entry import typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.supervision import acting
from admin.supervision.ladder import Decision
from admin.supervision.page import MISSING, PAGE, sheet
from channels.base import marked
from tracking.domain.error import InvalidValue, MissingField, StaleVersion, TooLate
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
LATE = marked("这份文书的状态刚刚变化，这一步已不能做。请看全过程。")
Unit = Annotated[Officer, may(Role.HANDLER)]
Supervisor = Annotated[Officer, may(Role.DISPATCHER)]
Posted = Annotated[FormData, Depends(posted)]


@router.post(PAGE + "/{identity}/reply")
def reply(request: Request, identity: int, officer: Unit, form: Posted) -> Response:
    text = typed(form).get("text", "")
    return _done(
        request, officer, identity, lambda: acting.reply(held(request).core, identity, text=text, by=officer.actor)
    )


@router.post(PAGE + "/{identity}/appeal")
def appeal(request: Request, identity: int, officer: Unit, form: Posted) -> Response:
    why = typed(form).get("reason", "")
    return _done(
        request, officer, identity, lambda: acting.appeal(held(request).core, identity, reason=why, by=officer.actor)
    )


@router.post(PAGE + "/{identity}/check")
def check(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    given = typed(form)

    def act() -> None:
        answer = {"yes": True, "no": False}.get(given.get("corrected", ""))
        if answer is None:
            raise MissingField("corrected or not", field="corrected")
        acting.check(held(request).core, identity, corrected=answer, note=given.get("note", ""), by=officer.actor)

    return _done(request, officer, identity, act)


@router.post(PAGE + "/{identity}/decide")
def decide(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    given = typed(form)

    def act() -> None:
        if given.get("decision") not in list(Decision):
            raise MissingField("upheld or rejected", field="decision")
        decision, why = Decision(given["decision"]), given.get("reason", "")
        acting.decide_appeal(held(request).core, identity, decision=decision, reason=why, by=officer.actor)

    return _done(request, officer, identity, act)


@router.post(PAGE + "/{identity}/cancel")
def cancel(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    why = typed(form).get("reason", "")
    return _done(
        request, officer, identity, lambda: acting.cancel(held(request).core, identity, reason=why, by=officer.actor)
    )


@router.post(PAGE + "/{identity}/result")
def result(request: Request, identity: int, officer: Supervisor, form: Posted) -> Response:
    given = typed(form)
    said = {"result": given.get("result", ""), "effect": given.get("effect", "")}
    return _done(
        request, officer, identity, lambda: acting.note_result(held(request).core, identity, by=officer.actor, **said)
    )


def _done(request: Request, officer: Officer, identity: int, act: Callable[[], None]) -> Response:
    try:
        act()
    except (MissingField, InvalidValue):
        return sheet(request, officer, identity, problem=MISSING)
    except (TooLate, StaleVersion):
        return sheet(request, officer, identity, problem=LATE)
    return RedirectResponse(f"{PAGE}/{identity}", 303)
