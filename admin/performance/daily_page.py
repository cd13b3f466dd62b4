"""Daily entries: the office records, the unit objects, another person decides."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from admin.desks.entry import clean, count_in, typed
from admin.performance import daily, evidence, record
from admin.performance.page import (
    ROOM,
    Assessor,
    Handler,
    Posted,
    Watcher,
    acted,
    page,
    scheme_of,
    units_of,
    year_in,
)
from admin.performance.tree import Measure, leaves
from admin.performance.upload import judged
from admin.performance.writing import number
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw

router = APIRouter(include_in_schema=False)
PAGE = ROOM + "/{year}/entries"
_ENTERED = (Measure.GOAL, Measure.BONUS, Measure.DEDUCTION)


@router.get(PAGE)
def entries(request: Request, year: str, officer: Watcher) -> HTMLResponse:
    """All entries, the newest first."""
    return _page(request, officer, year_in(year))


@router.post(PAGE)
def enter(request: Request, year: str, officer: Assessor, form: Posted) -> Response:
    """A new entry."""
    known, fields, container = year_in(year), typed(form), held(request)

    def act() -> None:
        given = {name: fields.get(name, "") for name in ("unit", "leaf", "basis")}
        given["proof"] = fields.get("evidence", "")
        points, heirs, files = number(fields.get("amount", "")), container.city.successors(), judged(container, form)
        by = officer.username
        record.enter(container.core, known, points=points, by=by, successors=heirs, files=files, **given)

    return acted(act, f"{ROOM}/{known}/entries", lambda flaw: _page(request, officer, known, flaw, fields))


@router.post(PAGE + "/{identity}/objection")
def object_to(request: Request, year: str, identity: str, officer: Handler, form: Posted) -> Response:
    """The unit objects."""
    known, text, container = year_in(year), typed(form).get("text", ""), held(request)

    def act() -> None:
        unit, by, files = officer.unit or "", officer.username, judged(container, form)
        record.object_to(container.core, known, count_in(identity), unit=unit, text=text, by=by, files=files)

    given = {f"objection_{identity}": text}
    return acted(act, f"{ROOM}/{known}/entries", lambda flaw: _page(request, officer, known, flaw, given))


@router.post(PAGE + "/{identity}/decision")
def decide(request: Request, year: str, identity: str, officer: Assessor, form: Posted) -> Response:
    """Uphold or reject an objection."""
    known, fields = year_in(year), typed(form)

    def act() -> None:
        upheld, reason = fields.get("upheld") == "yes", fields.get("reason", "")
        record.decide(held(request).core, known, count_in(identity), upheld=upheld, reason=reason, by=officer.username)

    return acted(act, f"{ROOM}/{known}/entries", lambda flaw: _page(request, officer, known, flaw))


def _page(
    request: Request, officer: Officer, year: int, problem: Flaw | None = None, given: dict[str, str] | None = None
) -> HTMLResponse:
    unit, leaf = (clean(request.query_params.get(name)) for name in ("unit", "leaf"))
    heirs = held(request).city.successors()
    with held(request).engine.connect() as connection:
        scheme = scheme_of(connection, year)
        found = [each for each in daily.entries(connection, year) if officer.unit in (None, each.unit)]
        known_units = sorted({each.unit for each in found})
        found = [each for each in found if unit in ("", each.unit, heirs.get(each.unit)) and leaf in ("", each.leaf)]
        files = evidence.of_year(connection, year, unit=officer.unit)
    named = {leaf.code: leaf for leaf in (leaves(scheme.plan.nodes) if scheme else ())}
    return page(
        request,
        officer,
        "entries",
        year,
        problem=problem,
        entries=found,
        named=named,
        entered=_ENTERED,
        units=units_of(scheme.plan if scheme else None, officer),
        given=given or {},
        files=files,
        only=(unit, leaf),
        known_units=known_units,
    )
