"""The worklist page: tabs of the desk, filters and place all in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks import suggestion
from admin.desks.desk import READERS, show
from admin.desks.redaction import for_reader
from admin.desks.suggestion import Proposal
from admin.desks.view import FILTERS, packed, view_of
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from channels.base import marked
from tracking.domain.clock import CITY_ZONE
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity
from tracking.store import desk, worklist
from tracking.store.tab import Moment, Tab
from tracking.store.worklist import Row

router = APIRouter(include_in_schema=False)
TABS: Mapping[str, str] = {
    "registered": marked("待分类"),
    "person": marked("需人工判断"),
    "late_dispatch": marked("派单超时"),
    "dispatch": marked("待派单"),
    "returns": marked("退单待定"),
    "reviews": marked("报结待审"),
    "extensions": marked("延期待批"),
    "suspensions": marked("挂起待批"),
    "appeals": marked("评价申诉"),
    "orders": marked("督办未复"),
    "overdue": marked("已超期"),
    "suspended": marked("挂起中"),
    "to_sign": marked("待签收"),
    "to_contact": marked("待联系"),
    "due_today": marked("今日到期"),
    "handling": marked("办理中"),
    "waiting": marked("已提交"),
    "to_call": marked("待回访"),
    "call_again": marked("再次拨打"),
    "heard": marked("回访待结案"),
    "cards": marked("黄牌红牌"),
    "urgent": marked("特急紧急"),
    "all": marked("全部"),
}
EMPTY: Mapping[str, str] = {
    "overdue": marked("没有超期的工单。"),
    "late_dispatch": marked("没有派单超时的诉求。"),
    "all": marked("没有符合条件的工单。请放宽筛选条件。"),
}
NOTHING_WAITS = marked("这里已经处理完了。新的工单到来时会出现在这里。")


@router.get("/staff/worklist")
def show_worklist(request: Request, officer: Annotated[Officer, may(*READERS)]) -> HTMLResponse:
    """Two statements: the counts of all tabs, and one page of the chosen one."""
    container = held(request)
    tabs, view, moment = desk.tabs(officer.role, officer.unit), view_of(request), moment_of(container.core.now())
    with container.engine.connect() as connection:
        counts = worklist.counts(connection, tabs, officer.viewer, moment)
        tab = _chosen(tabs, view.tab, counts)
        rows, following = worklist.page(
            connection, tab, officer.viewer, moment, narrowed=view.narrowed, after=view.after
        )
    return show(
        request,
        officer,
        "worklist.html",
        tabs=tabs,
        tab=tab,
        counts=counts,
        rows=shown(container, officer, rows),
        view=replace(view, tab=tab.name),
        following=packed(following) if following else "",
        labels=TABS,
        empty=EMPTY.get(tab.name, NOTHING_WAITS),
        most=worklist.MOST_COUNTED,
        filters=_filters(officer),
    )


def shown(container: Container, officer: Officer, rows: Sequence[Row]) -> Sequence[tuple[Row, str, Proposal]]:
    """Each row with its title as this officer may read it, and what was proposed."""
    hide = {identity: for_reader(container, officer, identity) for identity in Identity}
    return [(row, hide[Identity(row.identity)](row.title), suggestion.read(row.suggestions)) for row in rows]


def moment_of(now: datetime) -> Moment:
    """Now, and the end of the city's day."""
    tomorrow = now.astimezone(CITY_ZONE).date() + timedelta(days=1)
    return Moment(now=now, day_ends=datetime.combine(tomorrow, time(), CITY_ZONE))


def _chosen(tabs: Sequence[Tab], name: str, counts: Mapping[str, int]) -> Tab:
    """The tab in the address, else the first in which something waits."""
    for tab in tabs:
        if tab.name == name:
            return tab
    return next((tab for tab in tabs if counts[tab.name]), tabs[-1])


def _filters(officer: Officer) -> Sequence[str]:
    return FILTERS[:-1] if officer.role is Role.HANDLER else FILTERS
