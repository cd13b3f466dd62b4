"""Daily entries of the office, the objection of the unit, and the decision of another person."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from admin.performance import daily, evidence, goal_row
from admin.performance.daily import Entry
from admin.performance.drafting import amount, running
from admin.performance.evidence import Belongs, Place
from admin.performance.refusal import EARLY, FORBIDDEN, LATE, MISSING, refused
from admin.performance.tree import Measure
from channels.base import marked
from channels.evidence import Evidence
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound
from tracking.service.core import Core
from tracking.store import parameter

_ENTERED = (Measure.GOAL, Measure.BONUS, Measure.DEDUCTION)


def enter(
    core: Core,
    year: int,
    *,
    unit: str,
    leaf: str,
    points: Decimal | None,
    basis: str,
    proof: str,
    by: str,
    successors: Mapping[str, str],
    files: Sequence[Evidence] = (),
) -> int:
    """Note what was achieved, or points of a bonus or deduction, with the proof in words or files. Returns the id."""
    if not basis or not (proof or files):
        raise refused("basis", marked("依据要填写，佐证要写明或者附上文件。"), code=MISSING)
    if not amount(points, "amount"):
        raise refused("amount", marked("数值要大于0。"))
    if unit in successors:
        raise refused("unit", marked("该单位已撤并，请记到承接单位%(heir)s名下。"), heir=successors[unit])
    with core.engine.begin() as connection:
        plan = running(connection, year).plan
        node = plan.leaf(leaf)
        if node is None or node.measure not in _ENTERED:
            raise refused("leaf", marked("这项指标自动汇入或由评委评分，不能手工记录。"))
        if unit not in plan.groups:
            raise refused("unit", marked("该单位不在本年度方案的分组中。"))
        if node.measure is Measure.GOAL:
            _needs_goal(connection, year, unit, leaf)
        values = {"year": year, "unit": unit, "leaf": leaf, "amount": points, "basis": basis, "evidence": proof}
        made = daily.add_entry(connection, **values, entered_by=by, entered_at=core.now())
        place = Place(year=year, unit=unit, leaf=leaf, belongs=Belongs.ENTRY, entry=made)
        evidence.keep(connection, place, files, by=by, at=core.now())
    return made


def _needs_goal(connection: Connection, year: int, unit: str, leaf: str) -> None:
    if goal_row.closed(connection, year) is None:
        raise refused("leaf", marked("目标还没有锁定，锁定后才能记录完成情况。"), code=EARLY)
    goals = goal_row.goals(connection, year)
    if not any((each.unit, each.leaf, each.state) == (unit, leaf, "accepted") for each in goals):
        raise refused("leaf", marked("该单位这一项没有核定的目标。"))


def object_to(
    core: Core, year: int, identity: int, *, unit: str, text: str, by: str, files: Sequence[Evidence] = ()
) -> None:
    """The unit objects to an entry about itself, once and within the limit, perhaps with files."""
    if not text:
        raise refused("text", marked("请写明异议的理由。"), code=MISSING)
    with core.engine.begin() as connection:
        running(connection, year)
        entry = _entry(connection, year, identity)
        if entry.unit != unit:
            raise NotFound("no such entry")
        if core.now() > until(connection, entry):
            raise refused("text", marked("已超过提出异议的期限。"), code=LATE)
        if not daily.object_to(connection, identity, text=text, by=by, at=core.now()):
            raise refused("text", marked("对这条记录已经提出过异议。"), code=LATE)
        place = Place(year=year, unit=unit, leaf=entry.leaf, belongs=Belongs.OBJECTION, entry=identity)
        evidence.keep(connection, place, files, by=by, at=core.now())


def decide(core: Core, year: int, identity: int, *, upheld: bool, reason: str, by: str) -> None:
    """Decide an objection; who made the entry may not. An upheld one takes the entry out, and it stays readable."""
    if not reason:
        raise refused("reason", marked("请写明裁定的理由。"), code=MISSING)
    with core.engine.begin() as connection:
        running(connection, year)
        entry = _entry(connection, year, identity)
        if by in (entry.entered_by, entry.objected_by):
            raise refused("by", marked("记录或异议由本人提出，须由另一人裁定。"), code=FORBIDDEN)
        decision = "upheld" if upheld else "rejected"
        if not daily.decide(connection, identity, decision=decision, reason=reason, by=by, at=core.now()):
            raise refused("reason", marked("没有待裁定的异议。"), code=EARLY)


def until(connection: Connection, entry: Entry) -> datetime:
    """The last moment for an objection: so many calendar days after the entry."""
    days = parameter.numbers(connection, "performance", city_day(entry.entered_at))["objection_days"]
    return entry.entered_at + timedelta(days=int(days))


def _entry(connection: Connection, year: int, identity: int) -> Entry:
    entry = daily.entry(connection, identity)
    if entry is None or entry.year != year:
        raise NotFound("no such entry")
    return entry
