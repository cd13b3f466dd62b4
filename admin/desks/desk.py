"""What all desks share: who may read petitions, what stands in the navigation, and how a page is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import Request
from fastapi.responses import HTMLResponse

from admin.desks import due, words
from admin.pages import render
from admin.security.account import Officer
from admin.security.permission import STAFF, held
from channels.base import marked
from tracking.domain.people import Role

WORKERS = (Role.OPERATOR, Role.DISPATCHER, Role.HANDLER, Role.CALLER)
READERS = (*WORKERS, Role.LEADER)
WATCHERS = (Role.LEADER, Role.DISPATCHER, Role.HANDLER)
SENDERS = (Role.ADMINISTRATOR, Role.DISPATCHER)


@dataclass(frozen=True)
class Place:
    """One entry of the navigation, shown to those who may go there."""

    path: str
    label: str
    roles: frozenset[Role]


PLACES = (
    Place("/staff", marked("工作台"), STAFF),
    Place("/staff/phone-desk", marked("电话受理"), frozenset({Role.OPERATOR})),
    Place("/staff/conversations", marked("在线接待"), frozenset({Role.OPERATOR})),
    Place("/staff/knowledge", marked("知识库"), STAFF),
    Place("/staff/worklist", marked("工单"), frozenset(READERS)),
    Place("/staff/indicators", marked("九项指标"), frozenset(WATCHERS)),
    Place("/staff/hot", marked("热点"), frozenset({Role.DISPATCHER, Role.LEADER})),
    Place("/staff/oversight", marked("监督线索"), frozenset({Role.DISPATCHER})),
    Place("/staff/calendar", marked("工作日历"), frozenset({Role.ADMINISTRATOR})),
    Place("/staff/imports", marked("历史件导入"), frozenset({Role.ADMINISTRATOR})),
    Place("/staff/keys", marked("接入密钥"), frozenset({Role.ADMINISTRATOR})),
    Place("/staff/webhooks", marked("事件推送"), frozenset({Role.ADMINISTRATOR})),
    Place("/staff/deliveries", marked("发送记录"), frozenset(SENDERS)),
)


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
        "places": [place for place in PLACES if officer.role in place.roles],
        "city": container.city,
        "words": words.TABLES,
        "now": now,
        "left": partial(due.left, now=now),
        "short": partial(due.short, now=now),
    }
    return render(request, f"console/{template}", status=status, headers=headers, **known, **context)
