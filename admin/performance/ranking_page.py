"""The ranking of a year: by group, by unit down to every figure, frozen, tried with other weights, taken out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from admin.desks.entry import clean
from admin.performance import closing, replay
from admin.performance.closing import Outcome
from admin.performance.page import GROUPS, ROOM, Assessor, Watcher, acted, outcome_of, page, this_year, year_in
from admin.performance.ranking import Place
from admin.performance.tree import leaves
from admin.performance.writing import number
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw, Refused

router = APIRouter(include_in_schema=False)
ALL = "all"


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


def _page(request: Request, officer: Officer, year: int, problem: Flaw | None = None) -> HTMLResponse:
    found = outcome_of(request, year)
    group = clean(request.query_params.get("group"))
    group = group if group in (*GROUPS, ALL) else GROUPS[0]
    if isinstance(found, Flaw):
        return page(request, officer, "ranking", year, problem=problem, found=None, group=group, places=[], why=found)
    weights = {
        node.code: value
        for node in found.plan.nodes
        if (value := number(clean(request.query_params.get(f"w_{node.code}")))) is not None
    }
    tried, problem = _tried(found, weights, problem)
    own = next((each.group for each in tried if each.unit == officer.unit), group)
    shown = [each for each in tried if own in (ALL, each.group) and officer.unit in (None, each.unit)]
    name = held(request).city.unit_name
    return page(
        request,
        officer,
        "ranking",
        year,
        problem=problem,
        found=found,
        group=own,
        places=shown,
        by_group=_by_group(shown),
        firsts=[name(each.unit) for each in shown if each.rank == 1],
        first=leaves(found.plan.nodes),
        weights=weights,
        was={each.unit: each.rank for each in found.places},
        trying=bool(weights) and tried is not found.places,
        replay=replay.replay(found.result) if found.result else None,
        barred=request.app.state.barred(year),
        why=None,
    )


def _by_group(places: Sequence[Place]) -> Mapping[str, Sequence[Place]]:
    return {group: list(its) for group, its in groupby(places, key=lambda each: each.group)}


def _tried(found: Outcome, weights: dict[str, Decimal], problem: Flaw | None) -> tuple[Sequence[Place], Flaw | None]:
    if not weights:
        return found.places, problem
    try:
        return closing.what_if(found, weights), problem
    except Refused as refusal:
        return found.places, refusal.flaws[0]
