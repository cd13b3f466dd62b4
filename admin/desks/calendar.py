"""The working calendar: which days are off, which weekends are worked, and loading a year."""

import calendar as weeks
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from babel.dates import get_day_names
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import count_in, typed
from admin.desks.yearsheet import days_in
from admin.language import LOCALES
from admin.look import look_of
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.domain.error import DomainError
from tracking.domain.people import Role
from tracking.service import calendar
from tracking.store import calendar as store
from tracking.store.calendar import Special

router = APIRouter(include_in_schema=False)
PAGE = "/staff/calendar"
DAYS: Mapping[str, bool | None] = {"off": False, "worked": True, "plain": None}
NOT_A_DAY = marked("请填写日期和说明。")
NOT_A_YEAR = marked("请填写年份、来源和每行一个的日期，例如：2027-01-01 放假 元旦。")
_log = logging.getLogger(__name__)
Keeper = Annotated[Officer, may(Role.ADMINISTRATOR)]
Posted = Annotated[FormData, Depends(posted)]


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month as a sheet: weeks of (day or None, what is special about it)."""

    number: int
    weeks: Sequence[Sequence[tuple[date | None, Special | None]]]


@router.get(PAGE)
def show_calendar(request: Request, officer: Keeper) -> HTMLResponse:
    """A year at a glance."""
    return _page(request, officer)


@router.post(PAGE + "/day")
def set_day(request: Request, officer: Keeper, form: Posted) -> Response:
    """One day; who changed it is kept."""
    given, core = typed(form), held(request).core
    try:
        day, worked = date.fromisoformat(given.get("day", "")), DAYS[given.get("worked", "")]
        calendar.set_day(core, day, worked=worked, note=given.get("note", ""), by=officer.actor)
    except (ValueError, KeyError, DomainError):
        return _page(request, officer, problem=NOT_A_DAY, given=given)
    return RedirectResponse(f"{PAGE}?year={day.year}&done=day", 303)


@router.post(PAGE + "/year")
def load_year(request: Request, officer: Keeper, form: Posted) -> Response:
    """A year as the State Council announced it; provisional deadlines of it become real."""
    given, core = typed(form), held(request).core
    year = count_in(given.get("year", ""))
    try:
        days = days_in(given.get("days", ""))
        calendar.load_year(
            core, year, source=given.get("source", ""), days=days, by=officer.actor, report=_not_rescheduled
        )
    except (ValueError, DomainError):
        return _page(request, officer, problem=NOT_A_YEAR, given=given)
    return RedirectResponse(f"{PAGE}?year={year}&done=year", 303)


def _page(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        years = store.years(connection)
        year = _chosen(request, [each for each, _ in years], city_day(container.core.now()).year)
        special = {each.day: each for each in store.exceptions(connection, year)}
        changes = store.changes(connection)
    return show(
        request,
        officer,
        "calendar.html",
        status=422 if problem else 200,
        years=years,
        year=year,
        weekdays=[get_day_names("short", locale=LOCALES[look_of(request).lang])[n] for n in range(7)],
        months=[_month(year, number, special) for number in range(1, 13)],
        special=list(special.values()),
        changes=changes,
        problem=problem,
        given=given or {},
        done=request.query_params.get("done"),
    )


def _chosen(request: Request, years: Sequence[int], this: int) -> int:
    wanted = count_in(request.query_params.get("year", ""))
    return wanted if wanted in years else this if this in years else max(years, default=this)


def _month(year: int, number: int, special: Mapping[date, Special]) -> Month:
    sheet = weeks.Calendar().monthdatescalendar(year, number)
    rows = [[(day, special.get(day)) if day.month == number else (None, None) for day in week] for week in sheet]
    return Month(number=number, weeks=rows)


def _not_rescheduled(number: str, error: Exception) -> None:
    _log.error("the provisional deadlines of %s could not be set", number, exc_info=error)
