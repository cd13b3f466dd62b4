"""The lists of the desk, one call after the other, and what was answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection, select

from admin.desks.desk import show
from admin.desks.entry import clean
from admin.desks.worklist import TABS, moment_of
from admin.security import schema
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from channels.base import marked
from tracking.domain.clock import CITY_ZONE
from tracking.domain.people import Role
from tracking.domain.procedure.callback import next_try
from tracking.store import calling, worklist
from tracking.store.desk import CALL_AGAIN, HEARD, TO_CALL

router = APIRouter(include_in_schema=False)
PAGE = "/staff/call-back"
REASON = "回访"
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
