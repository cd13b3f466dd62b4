"""The worklist page: tabs of the desk, filters and place all in the address."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks import suggestion
from admin.desks.desk import READERS, show
from admin.desks.entry import clean
from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.security.permission import held, may
from channels.base import marked
from tracking.domain.clock import CITY_ZONE
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity
from tracking.store import desk, worklist
from tracking.store.worklist import Filter, Key, Moment, Tab

router = APIRouter(include_in_schema=False)
TABS: Mapping[str, str] = {
    "registered": marked("待分类"),
    "person": marked("需人工判断"),
    "late_dispatch": marked("派单超时"),
    "dispatch": marked("待派单"),
    "returns": marked("退单待定"),
    "reviews": marked("报结待审"),
    "extensions": marked("延期待批"),
    "overdue": marked("已超期"),
    "to_sign": marked("待签收"),
    "to_contact": marked("待联系"),
    "due_today": marked("今日到期"),
    "handling": marked("办理中"),
    "waiting": marked("已提交"),
    "to_call": marked("待回访"),
    "call_again": marked("再次拨打"),
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
FILTERS = ("number", "words", "kind", "stage", "district", "unit")
_LARGEST_INDEX = 10_000


@dataclass(frozen=True, kw_only=True)
class View:
    """What the address asks for. ``flaw`` is set when the number in it is none."""

    tab: str
    given: Mapping[str, str]
    narrowed: Filter
    after: Key | None
    flaw: bool

    def address(self, **changed: str) -> str:
        """The address of this view with some parts changed; an empty part goes."""
        parts = {"tab": self.tab, **self.given, **changed}
        return "/staff/worklist?" + urlencode({name: value for name, value in parts.items() if value})


@router.get("/staff/worklist")
def show_worklist(request: Request, officer: Annotated[Officer, may(*READERS)]) -> HTMLResponse:
    """Two statements: the counts of all tabs, and one page of the chosen one."""
    container = held(request)
    tabs, view, moment = desk.tabs(officer.role), view_of(request), moment_of(container.core.now())
    with container.engine.connect() as connection:
        counts = worklist.counts(connection, tabs, officer.viewer, moment)
        tab = _chosen(tabs, view.tab, counts)
        rows, following = worklist.page(
            connection, tab, officer.viewer, moment, narrowed=view.narrowed, after=view.after
        )
    hide = for_reader(container, officer, Identity.NAMED)
    return show(
        request,
        officer,
        "worklist.html",
        tabs=tabs,
        tab=tab,
        counts=counts,
        rows=[(row, hide(row.title), suggestion.read(row.suggestions)) for row in rows],
        view=view,
        following=packed(following) if following else "",
        labels=TABS,
        empty=EMPTY.get(tab.name, NOTHING_WAITS),
        most=worklist.MOST_COUNTED,
        filters=_filters(officer),
    )


def moment_of(now: datetime) -> Moment:
    """Now, and the end of the city's day."""
    tomorrow = now.astimezone(CITY_ZONE).date() + timedelta(days=1)
    return Moment(now=now, day_ends=datetime.combine(tomorrow, time(), CITY_ZONE))


def view_of(request: Request) -> View:
    """Read the address; what cannot be read narrows nothing."""
    given = {name: clean(request.query_params.get(name)) for name in FILTERS}
    number, flaw = given["number"], False
    if number:
        try:
            number = str(parse(number))
        except InvalidValue:
            flaw = True
    exact = {name: value or None for name, value in given.items()}
    return View(
        tab=clean(request.query_params.get("tab")),
        given=given,
        narrowed=Filter(**exact | {"number": number or None}),
        after=unpacked(request.query_params.get("after")),
        flaw=flaw,
    )


def packed(key: Key) -> str:
    """A key as it stands in an address."""
    parts = json.dumps([key.rank, key.at.isoformat(), key.number, key.index])
    return base64.urlsafe_b64encode(parts.encode()).decode().rstrip("=")


def unpacked(text: str | None) -> Key | None:
    """The key in an address, None where it makes no sense."""
    try:
        padded = (text or "") + "=" * (-len(text or "") % 4)
        rank, at, number, index = json.loads(base64.urlsafe_b64decode(padded))
        moment = datetime.fromisoformat(at)
        sane = moment.tzinfo is not None and 0 <= int(index) < _LARGEST_INDEX and int(rank) in (0, 1)
        return Key(rank=int(rank), at=moment, number=str(parse(number)), index=int(index)) if sane else None
    except (ValueError, TypeError, AttributeError, InvalidValue):
        return None


def _chosen(tabs: Sequence[Tab], name: str, counts: Mapping[str, int]) -> Tab:
    """The tab in the address, else the first in which something waits."""
    for tab in tabs:
        if tab.name == name:
            return tab
    return next((tab for tab in tabs if counts[tab.name]), tabs[-1])


def _filters(officer: Officer) -> Sequence[str]:
    return FILTERS[:-1] if officer.role is Role.HANDLER else FILTERS
