"""The year's result: as it stands, frozen with a hash, tried with other weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from admin.performance import daily, evidence, result_row
from admin.performance.drafting import in_force, running
from admin.performance.inflow import flow, inputs, year_period
from admin.performance.plan import Inputs, Plan, known_json, known_of, plan_json, plan_of, standings
from admin.performance.ranking import Place
from admin.performance.refusal import EARLY, FORBIDDEN, LATE, refused
from admin.performance.result_row import Result
from admin.performance.writing import check
from channels.base import marked
from tracking.service import performance
from tracking.service.core import Core
from tracking.service.period_close import body_hash

Successors = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A year's standings with what they were computed from; ``result`` once they are frozen, ``files`` as they are."""

    year: int
    version: int
    plan: Plan
    inputs: Inputs
    composites: Mapping[str, Decimal | None]
    places: Sequence[Place]
    result: Result | None = None
    files: Sequence[Mapping[str, Any]] = ()


def outcome(core: Core, year: int, successors: Successors) -> Outcome:
    """The frozen result of a year, else as it stands now."""
    with core.engine.connect() as connection:
        frozen = result_row.result(connection, year)
        scheme = None if frozen else in_force(connection, year)
    if scheme is None:
        assert frozen is not None  # noqa: S101 - one of the two was read
        return thawed(frozen)
    plan = _without(scheme.plan, successors)
    flowed = flow(core, year, plan, successors)
    with core.engine.connect() as connection:
        known = inputs(connection, year, plan, flowed, successors)
    return _computed(year, scheme.version, plan, known, flowed.composites)


def close(core: Core, year: int, *, by: str, successors: Successors) -> Result:
    """Freeze a year that is over, once its figures are frozen and nothing is undecided; its author may not."""
    _, window = performance.window_of(core, year_period(year))
    if window.end > core.now():
        raise refused("year", marked("%(year)s年度还没有结束，不能封存结果。"), code=EARLY, year=year)
    with core.engine.connect() as connection:
        scheme = running(connection, year)
        entries = daily.entries(connection, year)
    waiting = sum(each.objection is not None and each.decision is None for each in entries)
    if waiting:
        raise refused("objection", marked("还有%(n)s件异议没有裁定。"), code=EARLY, n=waiting)
    if by == scheme.written_by:
        raise refused("by", marked("方案由本人起草，结果须由另一人封存。"), code=FORBIDDEN)
    plan = _without(scheme.plan, successors)
    flowed = flow(core, year, plan, successors)
    if not flowed.closed:
        raise refused(
            "year",
            marked("%(year)s年度的民意指标还没有封存，请先关账：在“通报”页核定%(year)s年的数据。"),
            code=EARLY,
            year=year,
        )
    with core.engine.begin() as connection:
        evidence.refuse_swapped(connection, year)
        known, files = inputs(connection, year, plan, flowed, successors), evidence.told(connection, year)
        found = replace(_computed(year, scheme.version, plan, known, flowed.composites), files=files)
        made = frozen_result(found, core, by=by)
        if not result_row.add_result(connection, made):
            raise refused("year", marked("%(year)s年度的结果已经封存，不能再改动。"), code=LATE, year=year)
    return made


def frozen_result(found: Outcome, core: Core, *, by: str) -> Result:
    """The result as it is stored."""
    body = _body(found)
    key = {"year": found.year, "version": found.version, "frozen_by": by, "frozen_at": core.now()}
    return Result(body=body, hash=body_hash(body), **key)  # type: ignore[arg-type]


def what_if(found: Outcome, weights: Mapping[str, Decimal]) -> Sequence[Place]:
    """The standings under other weights (code → weight); nothing is stored. Raises ``Refused`` for a wrong sum."""
    nodes = [replace(node, weight=weights.get(node.code, node.weight)) for node in found.plan.nodes]
    check(nodes)
    return standings(replace(found.plan, nodes=nodes), found.inputs, composites=found.composites)


def _without(plan: Plan, successors: Successors) -> Plan:
    """A unit that was merged since is not ranked; its successor carries what it did."""
    return replace(plan, groups={unit: group for unit, group in plan.groups.items() if unit not in successors})


def _computed(year: int, version: int, plan: Plan, known: Inputs, composites: Mapping[str, Decimal | None]) -> Outcome:
    places = standings(plan, known, composites=composites)
    return Outcome(year=year, version=version, plan=plan, inputs=known, composites=composites, places=places)


def thawed(result: Result) -> Outcome:
    body = result.body
    known = {unit: {leaf: known_of(each) for leaf, each in parts.items()} for unit, parts in body["inputs"].items()}
    composites = {unit: None if text is None else Decimal(text) for unit, text in body["composites"].items()}
    return replace(_computed(result.year, result.version, plan_of(body["plan"]), known, composites), result=result)


def _body(found: Outcome) -> dict[str, Any]:
    return {
        "plan": plan_json(found.plan),
        "inputs": {
            unit: {leaf: known_json(known) for leaf, known in parts.items()} for unit, parts in found.inputs.items()
        },
        "composites": {unit: _text(value) for unit, value in found.composites.items()},
        "standings": {each.unit: place_json(each) for each in found.places},
        "evidence": list(found.files),
    }


def place_json(each: Place) -> dict[str, Any]:
    leaves = {code: _text(value) for code, value in each.points.leaves.items()}
    return {"group": each.group, "rank": each.rank, "total": _text(each.points.total), "leaves": leaves}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
