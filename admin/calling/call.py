"""One call: its number, its script, and what was answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.calling import script
from admin.calling.page import PAGE, REASON, Caller
from admin.calling.record import record
from admin.desks.desk import show
from admin.desks.entry import clean, count_in, number_in, typed
from admin.desks.field import MISSING, Flawed
from admin.desks.forms.callback import RECORD_CALLBACK
from admin.desks.petition_view import gather
from admin.desks.press import Press, pressed_twice
from admin.desks.timeline import PURPOSES
from admin.desks.verb import PROBLEMS
from admin.draft import keeping
from admin.security import identity
from admin.security.account import Officer
from admin.security.identity import Person
from admin.security.permission import held, posted
from tracking.domain.error import StaleVersion
from tracking.domain.procedure.callback import next_try
from tracking.domain.stage import PetitionStage
from tracking.store import dossier

router = APIRouter(include_in_schema=False)
SOMEBODY = "诉求人本人"


@router.get(PAGE + "/{number}")
def call(request: Request, number: str, officer: Caller) -> HTMLResponse:
    """One call, its number still masked."""
    return _call(request, officer, number_in(number))


@router.post(PAGE + "/{number}/dial")
def dial(request: Request, number: str, officer: Caller, _form: Annotated[FormData, Depends(posted)]) -> HTMLResponse:
    """The number to dial; showing it is a reading of who it is, and logged."""
    container, number = held(request), number_in(number)
    with container.engine.begin() as connection:
        found = dossier.read(connection, number, officer.viewer)
        identity.check(officer, found.case.petition.identity, number)
        identity.note(connection, officer, number, reason=REASON, at=container.core.now())
    person = identity.opened(found.name, found.phone, found.email, sealer=container.core.sealer)
    return _call(request, officer, number, identified=person)


@router.post(PAGE + "/{number}/answers")
def answers(request: Request, number: str, officer: Caller, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Record the try, close where that was asked for, and go on to the next."""
    container, number, given = held(request), number_in(number), typed(form)
    version = count_in(given.get("version", ""))
    try:
        closed = record(container, officer, number, version=version, given=given)
    except Flawed as flawed:
        return _call(request, officer, number, status=422, given=given, flaws=flawed.flaws)
    except tuple(PROBLEMS) as error:
        if isinstance(error, StaleVersion) and pressed_twice(container, officer, _press(number, given)):
            return RedirectResponse(f"{PAGE}/next?after={number}&done=recorded", 303)
        status, words = next(answer for kind, answer in PROBLEMS.items() if isinstance(error, kind))
        flaws = {"answers": MISSING} if status == 422 else {}
        return _call(request, officer, number, status=status, given=given, flaws=flaws, problem=words)
    keeping.drop(container, officer, _press(number, given).sheet)
    told = "closed" if closed else "recorded" if given.get("reached") == "yes" else "tried"
    return RedirectResponse(f"{PAGE}/next?after={number}&done={told}", 303)


def _press(number: str, given: Mapping[str, str]) -> Press:
    index, version = count_in(given.get("assignment", "")), count_in(given.get("version", ""))
    return Press(number=number, form=RECORD_CALLBACK, index=index, version=version, typed=given)


def _call(
    request: Request,
    officer: Officer,
    number: str,
    *,
    status: int = 200,
    given: Mapping[str, str] | None = None,
    flaws: Mapping[str, str] | None = None,
    problem: str = "",
    identified: Person | None = None,
) -> HTMLResponse:
    container = held(request)
    core, now = container.core, container.core.now()
    with container.engine.connect() as connection:
        view = gather(connection, container, officer, number)
        texts = script.in_force(connection, now)
    petition, person = view.petition, identified or view.person
    replies = [text for line in view.lines for label, text in line.texts if label == PURPOSES["reply"]]
    said = script.filled(
        texts, name=(person and person.name) or SOMEBODY, title=view.title, reply=replies[0] if replies else ""
    )
    table = core.timetable(version=petition.rules)
    offer = next((each for each in view.offers if each.form is RECORD_CALLBACK), None)
    draft = next((each for each in view.drafts.values() if each.sheet.verb == keeping.CALLED), None)
    return show(
        request,
        officer,
        "call_back.html",
        status=status,
        view=view,
        said=said,
        fields={each.name: each for each in RECORD_CALLBACK.fields},
        given=given or (draft.typed if draft else {}),
        draft=draft if given is None else None,
        flaws=flaws or {},
        problem=problem,
        identified=identified,
        offer=offer,
        tries=[datetime.fromisoformat(f"{each}:00+08:00") for each in petition.callback_tried.split()],
        next_at=next_try(petition.callback_tried, table, now),
        told=clean(request.query_params.get("done")),
        rings=container.account.ready and petition.stage is PetitionStage.AWAITING_CALLBACK,
    )
