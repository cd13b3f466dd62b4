"""The pages that are pictured in docs/screens.md, one a line: who looks, where, and what it is called.

``{with_unit}`` and the like in an address stand for the newest petition of that stage.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One page. ``who`` is a demonstration account, empty for the public; ``wait`` is seen when it is drawn."""

    name: str
    who: str
    path: str
    title: str
    wait: str = "main"


SCREENS = (
    Screen("portal", "", "/", "反映诉求 · a citizen tells what is wrong"),
    Screen("operator-start", "operator", "/staff", "受理工作台 · the intake desk"),
    Screen("phone-desk", "operator", "/staff/phone-desk", "电话受理 · a call is taken"),
    Screen("worklist", "dispatcher", "/staff/worklist?tab=dispatch", "工单 · the dispatcher's worklist"),
    Screen("petition", "dispatcher", "/staff/petitions/{with_unit}", "一件诉求 · one petition"),
    Screen("unit-start", "unit-C03", "/staff", "承办单位工作台 · the unit's desk"),
    Screen("unit-indicators", "unit-C03", "/staff/indicators", "本单位九项指标 · a unit's own figures", "canvas"),
    Screen("call-back", "caller", "/staff/call-back/{awaiting_callback}", "回访 · the call-back desk"),
    Screen("overview", "leader", "/staff/overview", "全市总览 · the leaders' page", "path.area"),
    Screen("indicators", "leader", "/staff/indicators", "九项指标 · a group of units", "canvas"),
    Screen("hot", "leader", "/staff/hot", "热点 · what rises now"),
    Screen("oversight", "dispatcher", "/staff/oversight", "监督线索 · what looks like gaming"),
    Screen("alarms", "dispatcher", "/staff/supervision/alarms", "监察告警 · what passed a rule"),
    Screen("rules", "dispatcher", "/staff/supervision/rules", "监察规则 · what supervision watches"),
    Screen("knowledge", "operator", "/staff/knowledge", "知识库 · answers"),
    Screen("deliveries", "admin", "/staff/deliveries", "发送记录 · messages sent"),
    Screen("calendar", "admin", "/staff/calendar", "工作日历 · working days"),
)
