"""Goals: a unit declares for its own leaves, the office checks, a second person freezes."""

from collections.abc import Sequence
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from admin.desks.entry import typed
from admin.performance import evidence, goal, goal_row
from admin.performance.evidence import File
from admin.performance.goal_row import Goal
from admin.performance.page import ROOM, Assessor, Handler, Posted, Watcher, acted, page, scheme_of, year_in
from admin.performance.tree import Measure
from admin.performance.upload import judged
from admin.performance.writing import number
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw

router = APIRouter(include_in_schema=False)
PAGE = ROOM + "/{year}/goals"
_Own = TypeVar("_Own", Goal, File)


@router.get(PAGE)
def goals(request: Request, year: str, officer: Watcher) -> HTMLResponse:
    """What was declared, those that wait for the check on top."""
    return _page(request, officer, year_in(year))


@router.post(PAGE)
def declare(request: Request, year: str, officer: Handler, form: Posted) -> Response:
    """Declare for one's own unit."""
    known, fields = year_in(year), typed(form)

    def act() -> None:
        given = {name: fields.get(name, "") for name in ("leaf", "text")}
        target = number(fields.get("target", ""))
        unit, files = officer.unit or "", judged(held(request), form)
        goal.declare(held(request).core, known, unit=unit, target=target, by=officer.username, files=files, **given)

    return acted(act, f"{ROOM}/{known}/goals", lambda flaw: _page(request, officer, known, flaw, fields))


@router.post(PAGE + "/check")
def check(request: Request, year: str, officer: Assessor, form: Posted) -> Response:
    """Accept or send back."""
    known, fields = year_in(year), typed(form)

    def act() -> None:
        given = {name: fields.get(name, "") for name in ("unit", "leaf", "remark")}
        accepted = fields.get("accepted") == "yes"
        goal.check(held(request).core, known, accepted=accepted, by=officer.username, **given)

    return acted(act, f"{ROOM}/{known}/goals", lambda flaw: _page(request, officer, known, flaw))


@router.post(PAGE + "/freeze")
def freeze(request: Request, year: str, officer: Assessor) -> Response:
    """Close the list of goals."""
    known = year_in(year)
    return acted(
        lambda: goal.freeze(held(request).core, known, by=officer.username),
        f"{ROOM}/{known}/goals",
        lambda flaw: _page(request, officer, known, flaw),
    )


def _page(
    request: Request, officer: Officer, year: int, problem: Flaw | None = None, given: dict[str, str] | None = None
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        scheme = scheme_of(connection, year)
        goals, closed = goal_row.goals(connection, year), goal_row.closed(connection, year)
        files = evidence.of_year(connection, year)
    leaves = {leaf.code: leaf.name for leaf in (scheme.plan.measured(Measure.GOAL) if scheme else ())}
    return page(
        request,
        officer,
        "goals",
        year,
        problem=problem,
        goals=sorted(_own(goals, officer), key=lambda each: each.state != "declared"),
        leaves=leaves,
        closed=closed,
        frozen_at=closed.frozen_at if closed else None,
        unchanged=closed is None or closed.hash in (None, goal.proof_of(goals, files)),
        files=_own(files, officer),
        given=given or {},
        scheme=scheme,
    )


def _own(found: Sequence[_Own], officer: Officer) -> Sequence[_Own]:
    return [each for each in found if officer.unit in (None, each.unit)]
