"""The start page of each desk: what waits, and where to go."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks import dead_letter
from admin.desks.desk import show
from admin.desks.worklist import TABS, moment_of
from admin.security.account import Officer
from admin.security.permission import STAFF, START, held, may
from tracking.domain.people import Role
from tracking.store import desk, worklist

router = APIRouter(include_in_schema=False)


@router.get(START)
def start(request: Request, officer: Annotated[Officer, may(*STAFF)]) -> HTMLResponse:
    """Counts of the desk's lists."""
    container = held(request)
    lists = [tab for tab in desk.tabs(officer.role) if tab.arrived is None]
    with container.engine.connect() as connection:
        counts = worklist.counts(connection, lists, officer.viewer, moment_of(container.core.now()))
        troubles = dead_letter.troubles(connection) if officer.role is Role.ADMINISTRATOR else {}
    return show(
        request,
        officer,
        "start.html",
        lists=lists,
        counts=counts,
        troubles=troubles,
        labels=TABS,
        most=worklist.MOST_COUNTED,
    )
