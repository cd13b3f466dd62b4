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
    Screen("wall", "inspector", "/staff/supervision/wall", "实时监察 · the wall"),
    Screen("documents", "dispatcher", "/staff/supervision/documents", "监督文书 · documents of supervision"),
    Screen("unit-documents", "unit-C03", "/staff/supervision/documents", "监督文书 · what a unit is asked"),
    Screen("orders", "dispatcher", "/staff/supervision/orders", "督办单 · supervision orders"),
    Screen("consultations", "dispatcher", "/staff/supervision/consultations", "会商 · joint consultations"),
    Screen("urges", "dispatcher", "/staff/supervision/urges", "催办 · urges and their answers"),
    Screen("drift", "dispatcher", "/staff/drift", "分派准确率 · how first choices did"),
    Screen("performance", "assessor", "/staff/performance", "行政绩效 · the ranking of the year"),
    Screen("disclosure", "dispatcher", "/staff/disclosure", "公开的答复 · released by a person"),
    Screen("media", "dispatcher", "/staff/media", "媒体专栏 · examples by stage"),
    Screen("media-replies", "unit-C03", "/staff/media-replies", "媒体申辩 · the unit's right of reply"),
    Screen("figures", "", "/open", "每月数据 · figures for everyone"),
    Screen("answers", "", "/open/answers", "公开的答复 · answers for everyone"),
    Screen("examples", "", "/open/examples", "典型事例 · good and bad examples"),
    Screen("progress", "", "/progress", "查询进度 · asking for one's own matter"),
    Screen("imports", "admin", "/staff/imports", "历史件导入 · taking over the past"),
    Screen("webhooks", "admin", "/staff/webhooks", "事件推送 · telling other systems"),
    Screen("keys", "admin", "/staff/keys", "接入密钥 · keys of other systems"),
    Screen("oversight", "dispatcher", "/staff/oversight", "监督线索 · what looks like gaming"),
    Screen("privacy", "dispatcher", "/staff/privacy", "个人信息请求 · what petitioners ask for their own data"),
    Screen("retention", "dispatcher", "/staff/retention", "保管期限 · what is held and what was forgotten"),
    Screen("accountability", "supervisor", "/staff/accountability", "问责 · proposed by rules, decided by people"),
    Screen("open-accountability", "", "/open/accountability", "问责情况 · counts without names"),
    Screen("bulletins", "leader", "/staff/bulletins", "通报 · bulletins to leaders"),
    Screen("bulletin", "dispatcher", "/staff/bulletins/1", "一份通报 · one bulletin"),
    Screen("rectifications", "dispatcher", "/staff/bulletins/rectifications", "整改事项 · rectification"),
    Screen("leaders-contacts", "admin", "/staff/bulletins/contacts", "领导联系方式 · who is told"),
    Screen("notices", "unit-C03", "/staff/supervision/notices", "监督通知 · what supervision tells a unit"),
    Screen("alarms", "dispatcher", "/staff/supervision/alarms", "监察告警 · what passed a rule"),
    Screen("rules", "dispatcher", "/staff/supervision/rules", "监察规则 · what supervision watches"),
    Screen("knowledge", "operator", "/staff/knowledge", "知识库 · answers"),
    Screen("deliveries", "admin", "/staff/deliveries", "发送记录 · messages sent"),
    Screen("register", "admin", "/staff/register", "基础数据 · parameters in force and to come"),
    Screen(
        "register-deadlines", "admin", "/staff/register/parameters/deadlines", "办理时限 · a new version is entered"
    ),
    Screen("register-units", "admin", "/staff/register/units", "承办单位 · units"),
    Screen("register-duties", "admin", "/staff/register/duties", "权责清单 · who is in charge of what"),
    Screen("register-rules", "admin", "/staff/register/rules", "派单规则 · routing rules"),
    Screen("accounts", "admin", "/staff/accounts", "账号 · users and roles"),
    Screen("own-account", "dispatcher", "/staff/account", "我的账号 · one's own account"),
    Screen("audit", "inspector", "/staff/audit", "审计 · who did what"),
    Screen("exports", "dispatcher", "/staff/exports/new?of=worklist&tab=all", "导出 · asking for an export"),
    Screen("calendar", "admin", "/staff/calendar", "工作日历 · working days"),
)
