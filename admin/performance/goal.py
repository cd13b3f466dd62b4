"""Declare, check, freeze: the unit says what it will reach, the office checks it, another person closes the list."""

from collections.abc import Sequence
from decimal import Decimal

from admin.performance import evidence, goal_row
from admin.performance.drafting import amount, running
from admin.performance.evidence import Belongs, File, Place
from admin.performance.goal_row import Goal
from admin.performance.refusal import EARLY, FORBIDDEN, LATE, MISSING, refused
from admin.performance.tree import Measure
from channels.base import marked
from channels.evidence import Evidence
from tracking.service.core import Core
from tracking.service.period_close import body_hash


def declare(core: Core, year: int, *, unit: str, leaf: str, text: str, target: Decimal | None, by: str,
            files: Sequence[Evidence] = ()) -> None:  # fmt: skip
    """A unit's goal for a leaf; may be declared again until it is accepted. Files of before stay with it."""
    if not text or len(text) > 200:
        raise refused("text", marked("请写明目标内容，最多200字。"), code=MISSING)
    if not amount(target, "target"):
        raise refused("target", marked("目标值要大于0。"))
    with core.engine.begin() as connection:
        plan = running(connection, year).plan
        node = plan.leaf(leaf)
        if node is None or node.measure is not Measure.GOAL:
            raise refused("leaf", marked("这项指标不由单位申报。"))
        if unit not in plan.groups:
            raise refused("unit", marked("该单位不在本年度方案的分组中。"))
        _refuse_frozen(goal_row.closed(connection, year))
        made = Goal(
            year=year,
            unit=unit,
            leaf=leaf,
            text=text,
            target=amount(target, "target"),
            state="declared",
            declared_by=by,
            declared_at=core.now(),
        )
        if not goal_row.declare(connection, made):
            raise refused("leaf", marked("这个目标已经核定，不能再改。"), code=LATE)
        place = Place(year=year, unit=unit, leaf=leaf, belongs=Belongs.GOAL)
        evidence.keep(connection, place, files, by=by, at=core.now())


def check(core: Core, year: int, *, unit: str, leaf: str, accepted: bool, remark: str, by: str) -> None:
    """Accept a goal with its item of the work report, or send it back with the reason."""
    if not remark:
        raise refused("remark", marked("核定要写对应的政府工作报告事项，退回要写理由。"), code=MISSING)
    with core.engine.begin() as connection:
        running(connection, year)
        _refuse_frozen(goal_row.closed(connection, year))
        goals = goal_row.goals(connection, year)
        was = next((each for each in goals if (each.unit, each.leaf) == (unit, leaf)), None)
        if was is None or was.state != "declared":
            raise refused("leaf", marked("没有待核对的目标。"), code=EARLY)
        if was.declared_by == by:
            raise refused("by", marked("目标由本人申报，须由另一人核对。"), code=FORBIDDEN)
        state = "accepted" if accepted else "sent_back"
        if not goal_row.check(connection, was, state=state, by=by, at=core.now(), remark=remark):
            raise refused("leaf", marked("目标刚刚有改动，请刷新后再核对。"), code=LATE)


def freeze(core: Core, year: int, *, by: str) -> None:
    """Close the list of goals; who checked one of them may not."""
    with core.engine.begin() as connection:
        running(connection, year)
        _refuse_frozen(goal_row.closed(connection, year))
        goals = goal_row.goals(connection, year)
        waiting = sum(each.state == "declared" for each in goals)
        if waiting:
            raise refused("goals", marked("还有%(n)s个目标没有核对。"), code=EARLY, n=waiting)
        if not any(each.state == "accepted" for each in goals):
            raise refused("goals", marked("还没有核定的目标，不能锁定。"), code=EARLY)
        if any(each.checked_by == by for each in goals):
            raise refused("by", marked("目标由本人核对，须由另一人锁定。"), code=FORBIDDEN)
        evidence.refuse_swapped(connection, year)
        proof = proof_of(goals, evidence.of_year(connection, year))
        goal_row.close(connection, year=year, by=by, at=core.now(), proof=proof)


def proof_of(goals: Sequence[Goal], files: Sequence[File]) -> bytes:
    """SHA-256 over the accepted goals and the digests of their files: what is changed afterwards shows."""
    accepted = sorted((each.unit, each.leaf, each.text, str(each.target), each.remark or "")
                      for each in goals if each.state == "accepted")  # fmt: skip
    kept = sorted(evidence.key(each) for each in files if each.belongs is Belongs.GOAL)
    return body_hash({"goals": accepted, "files": kept})


def _refuse_frozen(at: object) -> None:
    if at is not None:
        raise refused("goals", marked("目标已经锁定，不能再申报或核对。"), code=LATE)
