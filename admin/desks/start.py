"""The start page of each desk: what waits, and where to go."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from admin.desks import dead_letter, unit_desk
from admin.desks.desk import show
from admin.desks.worklist import TABS, moment_of, shown
from admin.security.account import Officer
from admin.security.permission import STAFF, START, held, may
from admin.supervision import notice
from admin.supervision.word import ACTS, STEPS
from tracking.domain.people import Role
from tracking.store import desk, hot_spell, worklist
from tracking.store.narrowed import Filter
from tracking.store.tab import Moment, Tab
from tracking.store.worklist import Row

router = APIRouter(include_in_schema=False)
LINES, NOTICES = 8, 3


@router.get(START)
def start(request: Request, officer: Annotated[Officer, may(*STAFF)]) -> HTMLResponse:
    """Counts of the desk's lists, and the first lines of the one that hurts most."""
    container = held(request)
    lists = [tab for tab in desk.tabs(officer.role, officer.unit) if tab.arrived is None]
    moment = moment_of(container.core.now())
    with container.engine.connect() as connection:
        counts = worklist.counts(connection, lists, officer.viewer, moment)
        tab = most_pressing(lists, counts)
        rows = _first(connection, tab, officer, moment) if tab else []
        troubles = dead_letter.troubles(connection) if officer.role is Role.ADMINISTRATOR else {}
        notices = (
            notice.lines(connection, officer.viewer, most=NOTICES, unread=True) if officer.role is Role.HANDLER else ()
        )
        unread = notice.unread(connection, officer.viewer) if notices else 0
        alarms = hot_spell.running(connection) if officer.role is Role.DISPATCHER else ()
    return show(
        request,
        officer,
        "start.html",
        lists=lists,
        counts=counts,
        tab=tab,
        rows=shown(container, officer, rows),
        troubles=troubles,
        alarms=alarms,
        notices=notices,
        unread=unread,
        notice_acts=ACTS,
        notice_steps=STEPS,
        labels=TABS,
        most=worklist.MOST_COUNTED,
        unit=unit_desk.of(container, officer.unit) if officer.role is Role.HANDLER and officer.unit else None,
        late_words=unit_desk.LATE,
    )


def most_pressing(lists: Sequence[Tab], counts: Mapping[str, int]) -> Tab | None:
    """What is overdue, else the first list in which something waits."""
    waiting = [tab for tab in lists if counts[tab.name]]
    return next((tab for tab in waiting if tab.name == "overdue"), waiting[0] if waiting else None)


def _first(connection: Connection, tab: Tab, officer: Officer, moment: Moment) -> Sequence[Row]:
    return worklist.page(connection, tab, officer.viewer, moment, narrowed=Filter(), size=LINES)[0]
