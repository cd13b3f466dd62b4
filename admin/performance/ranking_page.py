"""The ranking of a year: by group, by unit down to every figure, frozen, tried with other weights, taken out."""

from collections.abc import Sequence
from decimal import Decimal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from admin.desks.entry import clean
from admin.language import say
from admin.look import look_of
from admin.performance import closing, daily, export
from admin.performance.closing import Outcome
from admin.performance.inflow import year_period
from admin.performance.page import GROUPS, ROOM, Assessor, Watcher, acted, page, this_year, year_in
from admin.performance.ranking import Place
from admin.performance.tree import leaves, shares
from admin.performance.writing import number
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw, Refused, marked
from tracking.domain.error import Forbidden, NotFound
from tracking.service import performance

router = APIRouter(include_in_schema=False)
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEAD = (marked("组别"), marked("名次"), marked("单位"), marked("总分"))
BARRED = marked("取消评优资格")
MARK = marked("%(name)s（%(account)s）于%(at)s导出，仅供内部使用")


@router.get(ROOM)
def room(request: Request, officer: Watcher) -> Response:
    """This year, or the one asked for."""
    wanted = clean(request.query_params.get("year"))
    return RedirectResponse(f"{ROOM}/{year_in(wanted) if wanted else this_year(request)}", 303)


@router.get(ROOM + "/{year}")
def ranking(request: Request, year: str, officer: Watcher) -> HTMLResponse:
    """One group, best first; those of a unit see their own line."""
    return _page(request, officer, year_in(year))


@router.post(ROOM + "/{year}/close")
def close(request: Request, year: str, officer: Assessor) -> Response:
    """Freeze the result."""
    known, container = year_in(year), held(request)
    return acted(
        lambda: closing.close(container.core, known, by=officer.username, successors=container.city.successors()),
        f"{ROOM}/{known}",
        lambda flaw: _page(request, officer, known, flaw),
    )


@router.get(ROOM + "/{year}/ranking.{kind}")
def take_out(request: Request, year: str, kind: str, officer: Watcher) -> Response:
    """The whole ranking as CSV or XLSX, marked with who took it and when."""
    known, container = year_in(year), held(request)
    if officer.unit is not None:
        raise Forbidden("the whole ranking is not for a unit")
    if kind not in KINDS:
        raise NotFound("no such format")
    lang = look_of(request).lang
    found = closing.outcome(container.core, known, container.city.successors())
    at = container.core.now().strftime("%Y-%m-%d %H:%M %z")
    table = export.rows(
        found,
        name=container.city.unit_name,
        head=[say(lang, word) for word in HEAD],
        mark=say(lang, MARK, name=officer.name, account=officer.username, at=at),
        barred=say(lang, BARRED),
        out=frozenset(request.app.state.barred(known)),
    )
    headers = {"Content-Disposition": f'attachment; filename="performance-{known}.{kind}"', "Cache-Control": "no-store"}
    content = export.as_csv(table) if kind == "csv" else export.as_xlsx(table)
    return Response(content, media_type=KINDS[kind], headers=headers)


@router.get(ROOM + "/{year}/units/{unit}")
def unit(request: Request, year: str, unit: str, officer: Watcher) -> HTMLResponse:
    """Every leaf of a unit: its part of the whole, its score, and where that comes from."""
    known = year_in(year)
    found = _outcome(request, known)
    place = next((each for each in found.places if each.unit == unit), None) if isinstance(found, Outcome) else None
    if place is None or officer.unit not in (None, unit) or not isinstance(found, Outcome):
        raise NotFound("no such unit in this year")
    nodes, known_of = leaves(found.plan.nodes), found.inputs.get(unit, {})
    return page(
        request,
        officer,
        "unit",
        known,
        place=place,
        lines=[(leaf, known_of.get(leaf.code), place.points.leaves[leaf.code]) for leaf in nodes],
        shares=shares(found.plan.nodes),
        rule=found.plan.rule,
        result=found.result,
        barred=request.app.state.barred(known).get(unit),
    )


@router.get(ROOM + "/{year}/cards/{unit}")
def cards(request: Request, year: str, unit: str, officer: Watcher) -> HTMLResponse:
    """The cards behind a deduction; petitions these eyes may not see are counted only."""
    known, container = year_in(year), held(request)
    if officer.unit not in (None, unit) or unit not in container.city.register.units:
        raise NotFound("no such unit")
    _, window = performance.window_of(container.core, year_period(known))
    units = [unit, *(old for old, heir in container.city.successors().items() if heir == unit)]
    with container.engine.connect() as connection:
        found = daily.cards(connection, window, units, officer.viewer)
    seen = [each for each in found if each.seen]
    return page(request, officer, "cards", known, unit=unit, cards=seen, unseen=len(found) - len(seen))


def _page(request: Request, officer: Officer, year: int, problem: Flaw | None = None) -> HTMLResponse:
    found = _outcome(request, year)
    group = clean(request.query_params.get("group"))
    group = group if group in GROUPS else GROUPS[0]
    if isinstance(found, Flaw):
        return page(request, officer, "ranking", year, problem=problem, found=None, group=group, places=[], why=found)
    weights = {
        node.code: value
        for node in found.plan.nodes
        if (value := number(clean(request.query_params.get(f"w_{node.code}")))) is not None
    }
    tried, problem = _tried(found, weights, problem)
    own = next((each.group for each in tried if each.unit == officer.unit), group)
    return page(
        request,
        officer,
        "ranking",
        year,
        problem=problem,
        found=found,
        group=own,
        places=[each for each in tried if each.group == own and officer.unit in (None, each.unit)],
        first=leaves(found.plan.nodes),
        weights=weights,
        was={each.unit: each.rank for each in found.places},
        trying=bool(weights) and tried is not found.places,
        replay=closing.replay(found.result) if found.result else None,
        barred=request.app.state.barred(year),
        why=None,
    )


def _tried(found: Outcome, weights: dict[str, Decimal], problem: Flaw | None) -> tuple[Sequence[Place], Flaw | None]:
    if not weights:
        return found.places, problem
    try:
        return closing.what_if(found, weights), problem
    except Refused as refusal:
        return found.places, refusal.flaws[0]


def _outcome(request: Request, year: int) -> Outcome | Flaw:
    """The standings, or why there are none yet."""
    container = held(request)
    try:
        return closing.outcome(container.core, year, container.city.successors())
    except Refused as refusal:
        return refusal.flaws[0]
