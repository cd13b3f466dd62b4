"""The judge's sheet: one leaf, one group, every unit a field; the own unit is closed."""

from decimal import Decimal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from admin.desks.entry import clean, typed
from admin.language import ENGLISH, say
from admin.performance import bench, daily
from admin.performance.page import GROUPS, ROOM, Posted, Watcher, acted, page, scheme_of, year_in
from admin.performance.tree import Measure
from admin.performance.writing import number
from admin.security.account import Officer
from admin.security.permission import held
from channels.base import Flaw, marked

router = APIRouter(include_in_schema=False)
PAGE = ROOM + "/{year}/marks"
ASIDE = marked("回避")


@router.get(PAGE)
def sheet(request: Request, year: str, officer: Watcher) -> HTMLResponse:
    """One's own marks; nobody sees another judge's."""
    return _page(request, officer, year_in(year))


@router.post(PAGE)
def give(request: Request, year: str, officer: Watcher, form: Posted) -> Response:
    """Keep the marks of a sheet; an empty field is no mark."""
    known, fields, container = year_in(year), typed(form), held(request)
    leaf = fields.get("leaf", "")
    given = {name[2:]: text for name, text in fields.items() if name.startswith("m_") and text}

    def act() -> None:
        marks = {(unit, leaf): _points(text) for unit, text in given.items()}
        bench.give(container.core, known, marks, by=officer.actor, successors=container.city.successors())

    code = leaf if leaf.replace(".", "").isdigit() else ""
    back = f"{ROOM}/{known}/marks?leaf={code}&group={_group(fields.get('group'))}"
    return acted(act, back, lambda flaw: _page(request, officer, known, flaw, given))


def _points(text: str) -> Decimal | None:
    found = number(text)
    # What cannot be read is refused by the bench as out of range.
    return None if text in (ASIDE, say(ENGLISH, ASIDE)) else Decimal(-1) if found is None else found


def _group(value: object) -> str:
    wanted = clean(value)
    return wanted if wanted in GROUPS else GROUPS[0]


def _page(
    request: Request, officer: Officer, year: int, problem: Flaw | None = None, given: dict[str, str] | None = None
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        scheme = scheme_of(connection, year)
        mine = [each for each in daily.marks(connection, year) if each.judge == officer.username]
    plan = scheme.plan if scheme else None
    leaves = plan.measured(Measure.JUDGED) if plan else ()
    wanted = clean(request.query_params.get("leaf"))
    leaf = next((each for each in leaves if each.code == wanted), leaves[0] if leaves else None)
    group = _group(request.query_params.get("group"))
    kept = {each.unit: each.points for each in mine if leaf and each.leaf == leaf.code}
    return page(
        request,
        officer,
        "marks",
        year,
        problem=problem,
        is_judge=bool(plan and officer.username in plan.judges),
        leaves=leaves,
        leaf=leaf,
        group=group,
        units=[unit for unit, its in (plan.groups if plan else {}).items() if its == group],
        kept=kept,
        given=given or {},
        aside=ASIDE,
        own=officer.unit,
        rule=plan.rule if plan else None,
    )
