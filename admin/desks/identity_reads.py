"""Alarms of mass reading of identities, for the administrator and electronic supervision."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks.desk import show
from admin.desks.entry import clean
from admin.security import identity_watch
from admin.security.account import Officer
from admin.security.identity_watch import DAYS_BACK
from admin.security.permission import held, may
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/identity-reads"


@router.get(PAGE)
def identity_reads(
    request: Request, officer: Annotated[Officer, may(Role.ADMINISTRATOR, Role.INSPECTOR)]
) -> HTMLResponse:
    """The alarms of the last weeks; ``reader`` and ``day`` in the address open the readings of one."""
    container = held(request)
    now = container.core.now()
    reader, day = clean(request.query_params.get("reader")), _day(clean(request.query_params.get("day")))
    with container.engine.connect() as connection:
        limits = identity_watch.limits(connection, now)
        found = identity_watch.alarms(connection, limits, since=now - timedelta(days=DAYS_BACK))
        readings = identity_watch.readings(connection, reader, day) if reader and day else None
    return show(
        request,
        officer,
        "identity_reads.html",
        alarms=found,
        limits=limits,
        reader=reader,
        day=day,
        readings=readings,
        days=DAYS_BACK,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
