"""Every page opens for those it is for, empty and with something in it, in both languages."""

from collections.abc import Callable

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.statement import statements
from tracking.store import desk as desks

Sit = Callable[[str], Desk]
PAGES = {
    "op": ["/staff", "/staff/phone-desk"],
    "disp": ["/staff", "/staff/hot", "/staff/indicators", "/staff/deliveries", "/staff/indicators/A01/N9"],
    "water": ["/staff", "/staff/indicators", "/staff/indicators/C01/N1"],
    "call": ["/staff", "/staff/call-back", "/staff/call-back/script"],
    "lead": ["/staff", "/staff/overview", "/staff/hot", "/staff/indicators?group=B2&month=2026-02"],
    "root": ["/staff", "/staff/deliveries", "/staff/register"],
}


def _some_of_each(container: Container) -> list[str]:
    makers = (
        *(matter.registered, matter.classified, matter.with_unit),
        *(matter.signed, matter.reported, matter.accepted),
    )
    return [make(container) for make in makers]


@pytest.mark.parametrize("who", PAGES)
def test_its_pages_open_empty(at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    for path in PAGES[who]:
        assert desk.open(path).status_code == 200, path
        assert desk.open(f"{path}{'&' if '?' in path else '?'}lang=en").status_code == 200, path


@pytest.mark.parametrize("who", ["op", "disp", "water", "call", "lead"])
def test_every_tab_opens_with_a_petition_of_each_stage(container: Container, at_desk: Sit, who: str) -> None:
    _some_of_each(container)
    desk = at_desk(who)
    for tab in {tab.name for tabs in desks.DESKS.values() for tab in tabs}:
        assert desk.open(f"/staff/worklist?tab={tab}").status_code == 200, tab


@pytest.mark.parametrize("who", ["op", "disp", "water", "call", "lead"])
def test_a_petition_of_each_stage_opens_or_is_not_found(container: Container, at_desk: Sit, who: str) -> None:
    desk, opened = at_desk(who), 0
    for number in _some_of_each(container):
        status = desk.open(f"/staff/petitions/{number}?lang=en").status_code
        assert status in (200, 404)
        opened += status == 200
    assert opened


def test_a_list_costs_the_same_few_statements_however_long_it_is(container: Container, at_desk: Sit) -> None:
    desk = at_desk("disp")
    desk.open("/staff/worklist?tab=all")
    few = statements(container, lambda: desk.open("/staff/worklist?tab=all"))
    for _ in range(8):
        matter.registered(container)
    assert statements(container, lambda: desk.open("/staff/worklist?tab=all")) == few <= 4


def test_a_petition_costs_a_handful_ofstatements(container: Container, at_desk: Sit) -> None:
    number, desk = matter.accepted(container), at_desk("disp")
    desk.open(f"/staff/petitions/{number}")
    assert statements(container, lambda: desk.open(f"/staff/petitions/{number}")) <= 10
