"""Every page opens for those it is for, empty and with something in it."""

from collections.abc import Callable

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.store import desk as desks

Sit = Callable[[str], Desk]
PAGES = [
    ("op", "/staff"), ("disp", "/staff"), ("water", "/staff"), ("call", "/staff"), ("lead", "/staff"), ("root", "/staff"),
    ("op", "/staff/phone-desk"), ("disp", "/staff/indicators"), ("lead", "/staff/indicators?group=B2"),
    ("water", "/staff/indicators"), ("root", "/staff/deliveries"), ("disp", "/staff/deliveries"),
    ("water", "/staff/indicators/C01/N1"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_opens_empty(at_desk: Sit, who: str, path: str) -> None:
    page = at_desk(who).open(path)
    assert page.status_code == 200, page.text


@pytest.mark.parametrize("who", ["op", "disp", "water", "call", "lead"])
def test_every_tab_opens(container: Container, at_desk: Sit, who: str) -> None:
    for make in (
        matter.registered,
        matter.classified,
        matter.with_unit,
        matter.signed,
        matter.reported,
        matter.accepted,
    ):
        make(container)
    desk = at_desk(who)
    for tabs in desks.DESKS.values():
        for tab in tabs:
            page = desk.open(f"/staff/worklist?tab={tab.name}")
            assert page.status_code == 200, page.text
