"""How the desks call what rules watch, and the states of alarms."""

from collections.abc import Mapping

from admin.supervision.alarm import State
from admin.supervision.rule import Unit, Watch
from channels.base import marked

WATCHES: Mapping[str, str] = {
    Watch.NODE: marked("环节时限"),
    Watch.TOTAL: marked("全程时限"),
    Watch.COUNT: marked("次数"),
    Watch.FACT: marked("数据异常"),
}
SUBJECTS: Mapping[str, str] = {
    "dispatch": marked("派单"),
    "sign": marked("签收"),
    "contact": marked("首次联系"),
    "return": marked("退单裁定"),
    "handle": marked("办理"),
    "review": marked("办结审核"),
    "callback": marked("回访"),
    "total": marked("受理到结案"),
    "urges": marked("催办"),
    "reworks": marked("重办"),
    "units": marked("经手单位"),
    "returns": marked("退单"),
    "extensions": marked("延期次数"),
    "suspensions": marked("挂起次数"),
    "quick_closing": marked("签收后几分钟即报结"),
    "kind_changed": marked("登记后改变诉求类型"),
    "batch_closing": marked("短时间批量报结"),
    "same_reply": marked("答复文字雷同"),
    "last_moment_then_rework": marked("临期报结后被重办"),
    "backdated_contact": marked("倒填首次联系时间"),
}
MEASURES: Mapping[str, str] = {
    Unit.MINUTES: marked("%(n)s分钟"),
    Unit.HOURS: marked("%(n)s小时"),
    Unit.WORKDAYS: marked("%(n)s个工作日"),
    Unit.TIMES: marked("%(n)s次"),
}
STATES: Mapping[str, str] = {
    "waiting": marked("未处置"),
    State.OPEN: marked("待查看"),
    State.LOOKED: marked("已查看"),
    State.ORDERED: marked("已签发督办单"),
    State.PROPOSED: marked("已提监察建议"),
    State.NOTHING: marked("无需处理"),
}
ACTS: Mapping[str, str] = {
    "found": marked("发现"),
    "looked": marked("查看"),
    "ordered": marked("签发督办单"),
    "proposed": marked("提出监察建议"),
    "nothing": marked("认定无需处理"),
}
