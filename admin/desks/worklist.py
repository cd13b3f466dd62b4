"""The worklist page: tabs of the desk, filters and place all in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from admin.desks import suggestion
from admin.desks.desk import READERS, show
from admin.desks.loosening import loosened
from admin.desks.redaction import as_it_is, for_reader
from admin.desks.suggestion import Proposal
from admin.desks.view import FILTERS, View, address, packed, view_of
from admin.security import identity, sign_in
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from admin.worklist import act, saved
from channels.base import marked
from tracking.domain.clock import CITY_ZONE
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity
from tracking.store import chosen, desk, pair, worklist
from tracking.store.tab import Moment, Tab
from tracking.store.worklist import Row

router = APIRouter(include_in_schema=False)
SEEKERS = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.CALLER})
BY_PHONE = "按电话号码查找"
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
    "urged": marked("催办待复"),
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
def show_worklist(request: Request, officer: Annotated[Officer, may(*READERS)]) -> Response:
    """The counts of all tabs and one page of the chosen one are a statement each, the kept views a third; a search up
    to three more."""
    container = held(request)
    view, moment = _for(officer, view_of(request, container.city)), moment_of(container.core.now())
    if view.sought.phone and officer.role in SEEKERS:
        return RedirectResponse(by_phone(container, view), 303)
    tabs = desk.tabs(officer.role, officer.unit)
    with container.engine.connect() as connection:
        counts = worklist.counts(connection, tabs, officer.viewer, moment)
        tab = _chosen(tabs, view.tab, counts)
        rows, following = worklist.page(
            connection, tab, officer.viewer, moment, narrowed=view.narrowed, after=view.after
        )
        rows = _told(connection, container, officer, view, rows)
        views = saved.of(connection, officer)
    if view.narrowed.phone_key:
        _note(container, officer, rows)
    view = replace(view, tab=tab.name)
    return show(
        request,
        officer,
        "worklist.html",
        tabs=tabs,
        tab=tab,
        counts=counts,
        rows=shown(container, officer, rows),
        view=view,
        following=packed(following) if following else "",
        back_to=following.at if following and not following.number else None,
        labels=TABS,
        empty=EMPTY.get(tab.name, NOTHING_WAITS),
        most=worklist.MOST_COUNTED,
        filters=_filters(officer),
        acts=act.offered(officer.role, tab.name),
        ticked=request.query_params.get("ticked") == "all",
        most_acts=act.MOST,
        views=views,
        saved_now=next((each for each in views if each.id == view.saved), None),
        may_seek=officer.role in SEEKERS,
        loose=loosened(view, container),
        back=view.address(after=packed(view.after) if view.after else ""),
        quoted=" ".join(f"“{each}”" for each in view.sought.places),
        channels=[(code.code, code.name) for code in container.city.codes("channels")],
        units=[(unit.code, unit.short_name) for unit in container.city.units()],
    )


def by_phone(container: Container, view: View) -> str:
    """Where the petitions from a telephone are listed: the address has its keyed hash, never the number."""
    key = container.core.sealer.key(view.sought.phone or "", "phone")
    return address("all", {**view.given, "words": "", "number": "", "caller": key.hex()})


def shown(container: Container, officer: Officer, rows: Sequence[Row]) -> Sequence[tuple[Row, str, Proposal]]:
    """Each row with its title as this officer may read it, and what was proposed."""
    hide = {identity: for_reader(container, officer, identity) for identity in Identity}
    return [(row, hide[Identity(row.identity)](row.title), suggestion.read(row.suggestions)) for row in rows]


def _for(officer: Officer, view: View) -> View:
    """Whose telephone it was is found by those only who may ask; for others nobody has it."""
    if view.narrowed.phone_key is None or officer.role in SEEKERS:
        return view
    return replace(view, narrowed=replace(view.narrowed, phone_key=b""))


def _told(
    connection: Connection, container: Container, officer: Officer, view: View, rows: Sequence[Row]
) -> Sequence[Row]:
    """Without rows whose words this officer may not read: a search must not tell what the page hides."""
    words = view.narrowed.words
    hide = {row.number: for_reader(container, officer, Identity(row.identity)) for row in rows}
    unsure = [number for number, redact in hide.items() if redact is not as_it_is] if words else []
    if not words or not unsure:
        return rows
    said = chosen.said(connection, unsure)
    kept = {number for number in unsure if pair.within(words, hide[number](said.get(number, "")))}
    return [row for row in rows if row.number in kept or row.number not in unsure]


def _note(container: Container, officer: Officer, rows: Sequence[Row]) -> None:
    """Whose petitions a telephone belongs to is somebody's identity: the search and each row it shows are logged."""
    at = container.core.now()
    with container.engine.begin() as connection:
        sign_in.note(connection, officer.username, f"searched by phone: {len(rows)}", at=at)
        identity.note_all(connection, officer, list(dict.fromkeys(row.number for row in rows)), reason=BY_PHONE, at=at)


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
    return [name for name in FILTERS if name != "unit" or officer.role is not Role.HANDLER]
