"""The lists of the desk, one call after the other, and what was answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection, select
from starlette.datastructures import FormData

from admin.calling import script
from admin.calling.record import record
from admin.desks.desk import show
from admin.desks.entry import clean, count_in, number_in, typed
from admin.desks.field import MISSING, Flawed
from admin.desks.forms.callback import RECORD_CALLBACK
from admin.desks.petition_view import gather
from admin.desks.timeline import PURPOSES
from admin.desks.verb import PROBLEMS
from admin.desks.worklist import TABS, moment_of
from admin.security import identity, schema
from admin.security.account import Officer
from admin.security.identity import Person
from admin.security.permission import held, may, posted
from admin.wiring import Container
from channels.base import marked
from tracking.domain.clock import CITY_ZONE
from tracking.domain.people import Role
from tracking.domain.procedure.callback import next_try
from tracking.domain.stage import PetitionStage
from tracking.store import calling, dossier, worklist
from tracking.store.desk import CALL_AGAIN, HEARD, TO_CALL

router = APIRouter(include_in_schema=False)
PAGE = "/staff/call-back"
REASON = "回访"
SOMEBODY = "诉求人本人"
MOST, LOOKED_AT, STILL_TALKING = 50, 20, timedelta(minutes=10)
SOURCES: Mapping[str, str] = {
    "console": marked("回访员电话"),
    "voice": marked("电话按键"),
    "sms": marked("短信"),
    "web": marked("网站"),
}
_TABS = (TO_CALL, CALL_AGAIN, HEARD)
Caller = Annotated[Officer, may(Role.CALLER)]


@router.get(PAGE)
def lists(request: Request, officer: Caller) -> HTMLResponse:
    """Four statements: the counts, one list, what was done today."""
    container, wanted = held(request), clean(request.query_params.get("tab"))
    core, moment = container.core, moment_of(container.core.now())
    with container.engine.connect() as connection:
        counts = worklist.counts(connection, _TABS, officer.viewer, moment)
        waits = [tab for tab in _TABS if counts[tab.name]]
        tab = next((each for each in _TABS if each.name == wanted), waits[0] if waits else TO_CALL)
        rows = calling.waiting(connection, tab, moment, most=MOST)
        done = calling.tries_today(connection, officer.username, since=_day_began(moment.now))
    nexts = {row.number: next_try(row.tried, core.timetable(version=row.rules), moment.now) for row in rows}
    return show(
        request,
        officer,
        "calling.html",
        tabs=_TABS,
        tab=tab,
        counts=counts,
        rows=rows,
        nexts=nexts,
        done=done,
        labels=TABS,
        sources=_sources(container),
        most=worklist.MOST_COUNTED,
    )


@router.get(PAGE + "/next")
def following(request: Request, officer: Caller) -> Response:
    """The next to be called: first calls before further tries, and no one whom a colleague is calling."""
    container, after = held(request), clean(request.query_params.get("after"))
    core, moment = container.core, moment_of(container.core.now())
    with container.engine.connect() as connection:
        but = {after, *_being_called(connection, officer, moment.now)}
        for tab in (TO_CALL, CALL_AGAIN):
            for number, tried, rules in calling.following(connection, tab, moment, but=but, most=LOOKED_AT):
                again = next_try(tried, core.timetable(version=rules), moment.now)
                if again is None or again <= moment.now:
                    return RedirectResponse(f"{PAGE}/{number}{_told(request)}", 303)
    return RedirectResponse(PAGE + _told(request), 303)


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
        status, words = next(answer for kind, answer in PROBLEMS.items() if isinstance(error, kind))
        flaws = {"answers": MISSING} if status == 422 else {}
        return _call(request, officer, number, status=status, given=given, flaws=flaws, problem=words)
    told = "closed" if closed else "recorded" if given.get("reached") == "yes" else "tried"
    return RedirectResponse(f"{PAGE}/next?after={number}&done={told}", 303)


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
    return show(
        request,
        officer,
        "call_back.html",
        status=status,
        view=view,
        said=said,
        fields={each.name: each for each in RECORD_CALLBACK.fields},
        given=given or {},
        flaws=flaws or {},
        problem=problem,
        identified=identified,
        open_to_call=any(offer.form is RECORD_CALLBACK for offer in view.offers),
        tries=[datetime.fromisoformat(f"{each}:00+08:00") for each in petition.callback_tried.split()],
        next_at=next_try(petition.callback_tried, table, now),
        told=clean(request.query_params.get("done")),
        rings=container.account.ready and petition.stage is PetitionStage.AWAITING_CALLBACK,
    )


def _sources(container: Container) -> Mapping[str, str]:
    return {code.code: code.name for code in container.city.codes("channels")} | dict(SOURCES)


def _told(request: Request) -> str:
    done = clean(request.query_params.get("done"))
    return f"?done={done}" if done in ("closed", "recorded", "tried") else ""


def _day_began(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(CITY_ZONE).date(), time(), CITY_ZONE)


def _being_called(connection: Connection, officer: Officer, now: datetime) -> Sequence[str]:
    """The petitions whose number a colleague looked up a moment ago in order to call."""
    read = schema.identity_read.c
    lately = (read.reason == REASON, read.at > now - STILL_TALKING, read.reader != officer.username)
    return connection.execute(select(read.number).where(*lately)).scalars().all()
