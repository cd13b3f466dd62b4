"""What all desks share: who may read petitions, what stands in the navigation, and how a page is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from fastapi import Request
from fastapi.responses import HTMLResponse

from admin.desks import due, jump, words
from admin.pages import render
from admin.security.account import Officer
from admin.security.permission import STAFF, held
from channels.base import marked
from tracking.domain.people import Role

WORKERS = (Role.OPERATOR, Role.DISPATCHER, Role.HANDLER, Role.CALLER)
READERS = (*WORKERS, Role.LEADER, Role.INSPECTOR, Role.ASSESSOR)
WATCHERS = (Role.LEADER, Role.DISPATCHER, Role.HANDLER, Role.INSPECTOR, Role.ASSESSOR)
LOOKERS = (Role.LEADER, Role.DISPATCHER, Role.INSPECTOR, Role.ASSESSOR)
OVERSEERS = (Role.DISPATCHER, Role.LEADER, Role.INSPECTOR)
PREPARERS = (Role.DISPATCHER, Role.ASSESSOR)
SENDERS = (Role.ADMINISTRATOR, Role.DISPATCHER)


@dataclass(frozen=True)
class Place:
    """One entry of the navigation, shown to those who may go there."""

    path: str
    label: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Section:
    """Places that belong together, under one word."""

    label: str
    places: Sequence[Place]


def place(path: str, label: str, *roles: Role) -> Place:
    """An entry for those in one of ``roles``."""
    return Place(path, label, frozenset(roles))


SECTIONS = (
    Section(
        marked("办件"),
        (
            place("/staff", marked("工作台"), *STAFF),
            place("/staff/phone-desk", marked("电话受理"), Role.OPERATOR),
            place("/staff/call-back", marked("回访台"), Role.CALLER),
            place("/staff/conversations", marked("在线接待"), Role.OPERATOR),
            place("/staff/worklist", marked("工单"), *READERS),
            place("/staff/knowledge", marked("知识库"), *STAFF),
        ),
    ),
    Section(
        marked("数据"),
        (
            place("/staff/overview", marked("全市总览"), *LOOKERS),
            place("/staff/indicators", marked("九项指标"), *WATCHERS),
            place("/staff/hot", marked("热点"), *OVERSEERS),
            place("/staff/drift", marked("分派准确率"), Role.DISPATCHER, Role.INSPECTOR, Role.ADMINISTRATOR),
        ),
    ),
    Section(
        marked("监督"),
        (
            place("/staff/supervision/wall", marked("实时监察"), *OVERSEERS),
            place("/staff/supervision/alarms", marked("监察告警"), *OVERSEERS),
            place("/staff/supervision/rules", marked("监察规则"), *OVERSEERS),
            place("/staff/supervision/documents", marked("监督文书"), *OVERSEERS, Role.HANDLER),
            place("/staff/supervision/notices", marked("监督通知"), Role.HANDLER),
            place("/staff/supervision/orders", marked("督办单"), *OVERSEERS),
            place("/staff/supervision/consultations", marked("会商"), *OVERSEERS),
            place("/staff/supervision/urges", marked("催办"), *OVERSEERS),
            place("/staff/identity-reads", marked("身份查看告警"), Role.INSPECTOR, Role.ADMINISTRATOR),
            place("/staff/oversight", marked("监督线索"), Role.DISPATCHER),
            place("/staff/privacy", marked("个人信息请求"), Role.DISPATCHER),
            place("/staff/retention", marked("保管期限"), Role.DISPATCHER, Role.INSPECTOR),
            place("/staff/accountability", marked("问责"), *OVERSEERS, Role.ASSESSOR, Role.HANDLER),
        ),
    ),
    Section(
        marked("发布"),
        (
            place("/staff/bulletins", marked("通报"), *LOOKERS),
            place("/staff/bulletins/rectifications", marked("整改事项"), *LOOKERS),
            place("/staff/bulletins/own", marked("通报与整改"), Role.HANDLER),
            place("/staff/disclosure", marked("公开的答复"), *SENDERS),
            place("/staff/media", marked("媒体专栏"), *OVERSEERS),
            place("/staff/media-replies", marked("媒体申辩"), Role.HANDLER),
        ),
    ),
    Section(
        marked("考评"),
        (place("/staff/performance", marked("行政绩效"), *WATCHERS),),
    ),
    Section(
        marked("后台"),
        (
            place("/staff/templates", marked("答复模板"), Role.HANDLER, Role.ADMINISTRATOR),
            place("/staff/register", marked("基础数据"), *SENDERS, Role.INSPECTOR),
            place("/staff/accounts", marked("账号"), Role.ADMINISTRATOR),
            place("/staff/audit", marked("审计"), Role.INSPECTOR, Role.ADMINISTRATOR),
            place("/staff/exports", marked("导出"), *STAFF),
            place("/staff/calendar", marked("工作日历"), Role.ADMINISTRATOR),
            place("/staff/imports", marked("历史件导入"), Role.ADMINISTRATOR),
            place("/staff/keys", marked("接入密钥"), Role.ADMINISTRATOR),
            place("/staff/webhooks", marked("事件推送"), Role.ADMINISTRATOR),
            place("/staff/bulletins/contacts", marked("领导联系方式"), Role.ADMINISTRATOR),
            place("/staff/deliveries", marked("发送记录"), *SENDERS),
        ),
    ),
)
PLACES = tuple(place for section in SECTIONS for place in section.places)


def sections(role: Role) -> Sequence[Section]:
    """The navigation of a role: sections with nothing in them are left out."""
    found = (replace(each, places=[place for place in each.places if role in place.roles]) for each in SECTIONS)
    return [each for each in found if each.places]


def show(
    request: Request,
    officer: Officer,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: object,
) -> HTMLResponse:
    """A page of the console. Templates see the officer, the navigation, the city, the words and the clock."""
    container = held(request)
    now = container.core.now()
    known = {
        "officer": officer,
        "sections": sections(officer.role),
        "letters": jump.LETTERS,
        "city": container.city,
        "words": words.TABLES,
        "now": now,
        "left": partial(due.left, now=now),
        "short": partial(due.short, now=now),
    }
    return render(request, f"console/{template}", status=status, headers=headers, **known, **context)
