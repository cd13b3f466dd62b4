"""The judges of the year's end: each alone, none about the own unit, and stepping aside is a mark of its own."""

from collections.abc import Mapping
from decimal import Decimal

from admin.performance import daily
from admin.performance.daily import Mark
from admin.performance.drafting import amount, running
from admin.performance.refusal import FORBIDDEN, refused
from admin.performance.tree import HUNDRED, Measure
from channels.base import marked
from tracking.domain.people import Actor
from tracking.service.core import Core


def give(
    core: Core,
    year: int,
    marks: Mapping[tuple[str, str], Decimal | None],
    *,
    by: Actor,
    successors: Mapping[str, str],
) -> None:
    """A judge's marks by (unit, leaf), 0 to 100; None: steps aside. Raises ``Refused`` and then keeps none of them."""
    own = successors.get(by.unit or "", by.unit)
    with core.engine.begin() as connection:
        plan = running(connection, year).plan
        if by.id not in plan.judges:
            raise refused("judge", marked("您不是本年度方案指定的评委。"), code=FORBIDDEN)
        given = []
        for (unit, leaf), points in marks.items():
            node = plan.leaf(leaf)
            if unit not in plan.groups or node is None or node.measure is not Measure.JUDGED:
                raise refused("leaf", marked("这项指标不由评委评分。"))
            if unit == own and points is not None:
                raise refused("unit", marked("评委不得给本单位评分，应当回避。"), code=FORBIDDEN)
            checked = None if points is None else amount(points, "points", most=HUNDRED)
            given.append(Mark(year=year, unit=unit, leaf=leaf, judge=by.id, points=checked, given_at=core.now()))
        daily.put_marks(connection, given)
