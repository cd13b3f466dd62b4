"""The year's result: as it stands, frozen with a hash, replayed, tried with other weights; and what it was used for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from admin.performance import daily, statement
from admin.performance.drafting import in_force, running
from admin.performance.inflow import flow, inputs, year_period
from admin.performance.plan import Inputs, Plan, known_json, known_of, plan_json, plan_of, standings
from admin.performance.ranking import Place
from admin.performance.refusal import EARLY, FORBIDDEN, LATE, MISSING, refused
from admin.performance.statement import Result, Use
from admin.performance.writing import check
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.service import performance
from tracking.service.core import Core
from tracking.service.period_close import body_hash

Successors = Mapping[str, str]
Barred = Callable[[int], Mapping[str, str]]
AWARD = "award"
PURPOSES: Mapping[str, str] = {
    AWARD: marked("表彰奖励"),
    "disqualification": marked("取消资格"),
    "budget": marked("预算安排"),
    "post": marked("干部任用参考"),
    "other": marked("其他用途"),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A year's standings with what they were computed from; ``result`` once they are frozen."""

    year: int
    version: int
    plan: Plan
    inputs: Inputs
    composites: Mapping[str, Decimal | None]
    places: Sequence[Place]
    result: Result | None = None


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A frozen year computed again: whether the hash holds, and the units that came out otherwise."""

    sound: bool
    differs: Sequence[str]


def nobody(_year: int) -> Mapping[str, str]:
    """Unit → reason of those that may not be awarded for a year: none, until accountability is asked."""
    return {}


def outcome(core: Core, year: int, successors: Successors) -> Outcome:
    """The frozen result of a year, else as it stands now."""
    with core.engine.connect() as connection:
        frozen = statement.result(connection, year)
        scheme = None if frozen else in_force(connection, year)
    if scheme is None:
        assert frozen is not None  # noqa: S101 - one of the two was read
        return _thawed(frozen)
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
        raise refused("year", marked("%(year)s年度的民意指标还没有封存，请先关账。"), code=EARLY, year=year)
    with core.engine.begin() as connection:
        known = inputs(connection, year, plan, flowed, successors)
        made = frozen_result(_computed(year, scheme.version, plan, known, flowed.composites), core, by=by)
        if not statement.add_result(connection, made):
            raise refused("year", marked("%(year)s年度的结果已经封存，不能再改动。"), code=LATE, year=year)
    return made


def frozen_result(found: Outcome, core: Core, *, by: str) -> Result:
    """The result as it is stored."""
    body = _body(found)
    key = {"year": found.year, "version": found.version, "frozen_by": by, "frozen_at": core.now()}
    return Result(body=body, hash=body_hash(body), **key)  # type: ignore[arg-type]


def replay(result: Result) -> Replay:
    """Compute a frozen year again from its own inputs and compare."""
    again = {each.unit: _place(each) for each in _thawed(result).places}
    stored = result.body["standings"]
    differs = [unit for unit in sorted({*again, *stored}) if again.get(unit) != stored.get(unit)]
    return Replay(sound=body_hash(result.body) == result.hash and not differs, differs=differs)


def what_if(found: Outcome, weights: Mapping[str, Decimal]) -> Sequence[Place]:
    """The standings under other weights (code → weight); nothing is stored. Raises ``Refused`` for a wrong sum."""
    nodes = [replace(node, weight=weights.get(node.code, node.weight)) for node in found.plan.nodes]
    check(nodes)
    return standings(replace(found.plan, nodes=nodes), found.inputs, composites=found.composites)


def record_use(core: Core, year: int, *, unit: str, purpose: str, decision: str, decider: str, by: str, on: date,
               barred: Barred = nobody) -> None:  # fmt: skip
    """Note what a frozen result was used for; a unit that is barred cannot be recorded for an award."""
    if not decision or not decider:
        raise refused("decision", marked("请写明决定内容和决定机关。"), code=MISSING)
    if purpose not in PURPOSES or on > city_day(core.now()):
        raise refused("purpose", marked("请选择用途，决定日期不能晚于今天。"))
    if purpose == AWARD and unit in barred(year):
        raise refused("unit", marked("该单位本年度已取消评优资格，不能登记表彰奖励。"), code=FORBIDDEN)
    with core.engine.begin() as connection:
        found = statement.result(connection, year)
        if found is None:
            raise refused("year", marked("结果封存以后才能登记运用。"), code=EARLY)
        if unit not in found.body["standings"]:
            raise refused("unit", marked("该单位不在本年度方案的分组中。"))
        use = {"year": year, "unit": unit, "purpose": purpose, "decision": decision, "decider": decider}
        made = Use(**use, decided_on=on, recorded_by=by, recorded_at=core.now())  # type: ignore[arg-type]
        statement.add_use(connection, made)


def _without(plan: Plan, successors: Successors) -> Plan:
    """A unit that was merged since is not ranked; its successor carries what it did."""
    return replace(plan, groups={unit: group for unit, group in plan.groups.items() if unit not in successors})


def _computed(year: int, version: int, plan: Plan, known: Inputs, composites: Mapping[str, Decimal | None]) -> Outcome:
    places = standings(plan, known, composites=composites)
    return Outcome(year=year, version=version, plan=plan, inputs=known, composites=composites, places=places)


def _thawed(result: Result) -> Outcome:
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
        "standings": {each.unit: _place(each) for each in found.places},
    }


def _place(each: Place) -> dict[str, Any]:
    leaves = {code: _text(value) for code, value in each.points.leaves.items()}
    return {"group": each.group, "rank": each.rank, "total": _text(each.points.total), "leaves": leaves}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
