"""What a frozen result was used for: an award, a budget, a post; a unit that is barred is not awarded."""

from collections.abc import Callable, Mapping
from datetime import date

from admin.performance import result_row
from admin.performance.refusal import EARLY, FORBIDDEN, MISSING, refused
from admin.performance.result_row import Use
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.service.core import Core

Barred = Callable[[int], Mapping[str, str]]
AWARD = "award"
PURPOSES: Mapping[str, str] = {
    AWARD: marked("表彰奖励"),
    "disqualification": marked("取消资格"),
    "budget": marked("预算安排"),
    "post": marked("干部任用参考"),
    "other": marked("其他用途"),
}


def nobody(_year: int) -> Mapping[str, str]:
    """Unit → reason of those that may not be awarded for a year: none, until accountability is asked."""
    return {}


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
        found = result_row.result(connection, year)
        if found is None:
            raise refused("year", marked("结果封存以后才能登记运用。"), code=EARLY)
        if unit not in found.body["standings"]:
            raise refused("unit", marked("该单位不在本年度方案的分组中。"))
        use = {"year": year, "unit": unit, "purpose": purpose, "decision": decision, "decider": decider}
        made = Use(**use, decided_on=on, recorded_by=by, recorded_at=core.now())  # type: ignore[arg-type]
        result_row.add_use(connection, made)
