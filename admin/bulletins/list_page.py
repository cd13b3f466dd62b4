"""The list of bulletins, and making one from a closed period."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from admin.bulletins import closing, making, store, word
from admin.bulletins.desk import PAGE, Posted, Preparer, Reader
from admin.bulletins.store import Stage
from admin.desks.desk import PREPARERS, show
from admin.desks.entry import typed
from admin.security.account import Officer
from admin.security.permission import held
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import DomainError, InvalidValue, MissingField
from tracking.domain.period import week_of
from tracking.store import frozen

router = APIRouter(include_in_schema=False)
PERIODS = 24


@router.get(PAGE)
def bulletins(request: Request, officer: Reader) -> HTMLResponse:
    """All of them; drafts only for those who prepare."""
    return _list(request, officer)


@router.post(PAGE)
def make(request: Request, officer: Preparer, form: Posted) -> Response:
    """A draft; what was typed stays where it is refused."""
    given = typed(form)
    try:
        period, demands = given.get("period", ""), given.get("demands", "")
        due_on = _day(given.get("due_on", ""))
        made = making.make(held(request), period=period, demands=demands, due_on=due_on, by=officer.username)
    except DomainError as refused:
        problem = word.problem(refused.code, refused.details.get("field"))
        return _list(request, officer, problem=problem, given=given)
    return RedirectResponse(f"{PAGE}/{made}", 303)


@router.post(PAGE + "/close")
def close(request: Request, officer: Preparer, form: Posted) -> Response:
    """Freeze a month, quarter or year that is over; it is said twice, for it cannot be undone."""
    given = typed(form)
    try:
        if given.get("sure") != "yes":
            raise MissingField("not confirmed", field="sure")
        closing.freeze(held(request), given.get("closing", ""), by=officer.username)
    except DomainError as refused:
        problem = word.problem(refused.code, "closing" if refused.code == "invalid_value" else "sure")
        return _list(request, officer, problem=problem, given=given)
    return RedirectResponse(f"{PAGE}?closed=yes", 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("no date", field="due_on") from None


def _list(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    preparer = officer.role in PREPARERS
    with container.engine.connect() as connection:
        listed = store.recent(connection, tuple(Stage) if preparer else (Stage.APPROVED,))
        periods = frozen.recent(connection, most=PERIODS)
    week = _last_week(container)
    return show(
        request,
        officer,
        "bulletins/list.html",
        status=422 if problem else 200,
        listed=listed,
        periods=periods if week in periods else [*periods, week],
        preparer=preparer,
        closable=closing.closable(container) if preparer else [],
        closed=request.query_params.get("closed") == "yes",
        problem=problem,
        given=given or {},
        stages=word.STAGES,
    )


def _last_week(container: Container) -> str:
    today = city_day(container.core.now())
    return str(week_of(date.fromordinal(today.toordinal() - 7)))
