"""What a frozen result was used for: decision, decider, day."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from admin.desks.entry import typed
from admin.performance import result_row, use
from admin.performance.page import ROOM, Assessor, Posted, Watcher, acted, page, units_of, year_in
from admin.performance.plan import plan_of
from admin.performance.refusal import refused
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw, marked

router = APIRouter(include_in_schema=False)
PAGE = ROOM + "/{year}/uses"


@router.get(PAGE)
def uses(request: Request, year: str, officer: Watcher) -> HTMLResponse:
    """The register of a year."""
    return _page(request, officer, year_in(year))


@router.post(PAGE)
def add(request: Request, year: str, officer: Assessor, form: Posted) -> Response:
    """A new line of the register; lines are never changed."""
    known, fields = year_in(year), typed(form)

    def act() -> None:
        given = {name: fields.get(name, "") for name in ("unit", "purpose", "decision", "decider")}
        on = _day(fields.get("decided_on", ""))
        barred = request.app.state.barred
        use.record_use(held(request).core, known, by=officer.username, on=on, barred=barred, **given)

    return acted(act, f"{ROOM}/{known}/uses", lambda flaw: _page(request, officer, known, flaw, fields))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused("decided_on", marked("请填写决定日期。")) from None


def _page(
    request: Request, officer: Officer, year: int, problem: Flaw | None = None, given: dict[str, str] | None = None
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = [each for each in result_row.uses(connection, year) if officer.unit in (None, each.unit)]
        result = result_row.result(connection, year)
    units = units_of(plan_of(result.body["plan"]), officer) if result else []
    return page(request, officer, "uses", year, problem=problem, uses=found, units=units, given=given or {})
