"""What the pages of this room share: the year in the address, the frame, a refusal shown where it belongs."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection
from starlette.datastructures import FormData

from admin.desks.desk import WATCHERS, show
from admin.desks.entry import count_in
from admin.errors import PROBLEMS
from admin.performance import closing, statement
from admin.performance.closing import Outcome
from admin.performance.evidence import SWAPPED, Belongs
from admin.performance.plan import Plan
from admin.performance.refusal import LATE
from admin.performance.statement import Scheme
from admin.performance.use import PURPOSES
from admin.performance.writing import MEASURES, plain
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from channels.base import Flaw, Refused, marked
from tracking.domain.clock import CITY_ZONE, city_day
from tracking.domain.error import NotFound
from tracking.domain.people import Role

ROOM = "/staff/performance"
GROUPS = ("A", "B1", "B2", "B3", "B4")
TABS = {
    "": marked("排名"),
    "/scheme": marked("方案"),
    "/goals": marked("目标"),
    "/entries": marked("日常记录"),
    "/marks": marked("评委评分"),
    "/uses": marked("结果运用"),
}
STATES = {"declared": marked("待核对"), "accepted": marked("已核定"), "sent_back": marked("已退回")}
BELONGS = {
    Belongs.GOAL: marked("申报时"),
    Belongs.ENTRY: marked("记录时"),
    Belongs.OBJECTION: marked("异议时"),
}
Watcher = Annotated[Officer, may(*WATCHERS)]
Assessor = Annotated[Officer, may(Role.ASSESSOR)]
Handler = Annotated[Officer, may(Role.HANDLER)]
Posted = Annotated[FormData, Depends(posted)]


def year_in(text: str) -> int:
    """A year from an address. Raises ``NotFound`` for what is none."""
    year = count_in(text)
    if not 2000 <= year <= 2100:
        raise NotFound("no such year")
    return year


def this_year(request: Request) -> int:
    return city_day(held(request).core.now()).year


def page(
    request: Request, officer: Officer, template: str, year: int, *, problem: Flaw | None = None, **context: object
) -> HTMLResponse:
    """A page of the room, with the years that have something and the flaw that was found."""
    container = held(request)
    with container.engine.connect() as connection:
        years = statement.years(connection)
    known = {
        "year": year,
        "years": sorted({*years, year, this_year(request)}, reverse=True),
        "groups": GROUPS,
        "room": f"{ROOM}/{year}",
        "tabs": TABS,
        "measures": MEASURES,
        "states": STATES,
        "purposes": PURPOSES,
        "plain": plain,
        "belongs": BELONGS,
        "printed_at": f"{container.core.now().astimezone(CITY_ZONE):%Y-%m-%d %H:%M}",
        "kib": kib,
        "problem": problem,
        "done": request.query_params.get("done") == "yes",
        "keeper": officer.role is Role.ASSESSOR,
    }
    status = PROBLEMS[problem.code].status if problem else 200
    return show(request, officer, f"performance_{template}.html", status=status, headers=None, **known, **context)


def acted(act: Callable[[], object], back: str, again: Callable[[Flaw], HTMLResponse]) -> Response:
    """Carry out; then the page anew, or the page with what was refused."""
    try:
        act()
    except Refused as refusal:
        return again(refusal.flaws[0])
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}done=yes", 303)


def kib(size: int) -> str:
    """A size in bytes as people read it."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def scheme_of(connection: Connection, year: int) -> Scheme | None:
    """The version in force, None before one is published."""
    return next((each for each in statement.schemes(connection, year) if each.published_at), None)


def units_of(plan: Plan | None, officer: Officer, group: str = "") -> Sequence[str]:
    """The units of a plan these eyes may see: those of a unit see their own."""
    known = plan.groups.items() if plan else ()
    return [unit for unit, its in known if officer.unit in (None, unit) and group in ("", its)]


def outcome_of(request: Request, year: int) -> Outcome | Flaw:
    """The standings, or why there are none yet."""
    container = held(request)
    try:
        return closing.outcome(container.core, year, container.city.successors())
    except Refused as refusal:
        return refusal.flaws[0]


def swapped(request: Request, officer: Officer, year: int, name: str) -> HTMLResponse:
    """Instead of a file whose content is no longer what was judged."""
    return page(
        request,
        officer,
        "swapped",
        year,
        problem=Flaw(field="files", code=LATE, message=SWAPPED, values={"name": name}),
    )
