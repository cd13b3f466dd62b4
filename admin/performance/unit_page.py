"""One unit in a year: its part of the whole down to every figure, and the cards behind a deduction."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.performance import daily, evidence
from admin.performance.closing import Outcome
from admin.performance.inflow import year_period
from admin.performance.page import ROOM, Watcher, outcome_of, page, year_in
from admin.performance.score import parts
from admin.performance.tree import leaves, shares
from admin.security.permission import held
from tracking.domain.error import NotFound
from tracking.service import performance

router = APIRouter(include_in_schema=False)


@router.get(ROOM + "/{year}/units/{unit}")
def unit(request: Request, year: str, unit: str, officer: Watcher) -> HTMLResponse:
    """Every leaf of a unit: its part of the whole, its score, and where that comes from."""
    known = year_in(year)
    found = outcome_of(request, known)
    place = next((each for each in found.places if each.unit == unit), None) if isinstance(found, Outcome) else None
    if place is None or officer.unit not in (None, unit) or not isinstance(found, Outcome):
        raise NotFound("no such unit in this year")
    with held(request).engine.connect() as connection:
        files = evidence.of_year(connection, known, unit=unit)
    nodes, known_of = leaves(found.plan.nodes), found.inputs.get(unit, {})
    return page(
        request,
        officer,
        "unit",
        known,
        place=place,
        lines=[(leaf, known_of.get(leaf.code), place.points.leaves[leaf.code]) for leaf in nodes],
        parts=parts(found.plan.nodes, place.points),
        shares=shares(found.plan.nodes),
        rule=found.plan.rule,
        result=found.result,
        files=files,
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
