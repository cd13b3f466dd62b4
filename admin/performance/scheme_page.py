"""The scheme of a year: its versions, the tree as it is written, and publishing by a second person."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from admin.desks.entry import typed
from admin.performance import drafting, result_row, statement
from admin.performance.page import ROOM, Assessor, Posted, Watcher, acted, page, year_in
from admin.performance.writing import write
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw

router = APIRouter(include_in_schema=False)
PAGE = ROOM + "/{year}/scheme"


@router.get(PAGE)
def scheme(request: Request, year: str, officer: Watcher) -> HTMLResponse:
    """All versions, the newest in full."""
    return _page(request, officer, year_in(year))


@router.post(PAGE)
def save(request: Request, year: str, officer: Assessor, form: Posted) -> Response:
    """Write the draft."""
    container, known, fields = held(request), year_in(year), typed(form)

    def act() -> None:
        given = {name: fields.get(name, "") for name in ("tree", "judges", "reason")}
        drafting.draft(container.core, known, **given, units=container.city.units(), by=officer.username)

    return acted(act, f"{ROOM}/{known}/scheme", lambda flaw: _page(request, officer, known, flaw, fields))


@router.post(PAGE + "/publish")
def publish(request: Request, year: str, officer: Assessor) -> Response:
    """The draft becomes the version in force."""
    known = year_in(year)
    return acted(
        lambda: drafting.publish(held(request).core, known, by=officer.username),
        f"{ROOM}/{known}/scheme",
        lambda flaw: _page(request, officer, known, flaw),
    )


def _page(
    request: Request, officer: Officer, year: int, problem: Flaw | None = None, given: dict[str, str] | None = None
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        versions = [each for each in statement.schemes(connection, year) if each.published_at or officer.unit is None]
        closed = result_row.result(connection, year) is not None
    newest = versions[0] if versions else None
    draft = {"tree": write(newest.plan.nodes), "judges": " ".join(newest.plan.judges)} if newest else {}
    filled = {"tree": "", "judges": "", "reason": "", **draft, **(given or {})}
    return page(
        request, officer, "scheme", year, problem=problem, versions=versions, given=filled, closed=closed, newest=newest
    )
