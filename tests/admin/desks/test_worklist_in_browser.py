"""The worklist in a browser: accessible, no wider than a telephone, worked by keyboard, and it tells what happens."""

import pytest
from playwright.sync_api import Browser, Page

from admin.wiring import Container
from admin.worklist import live
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import faults
from tracking.domain.vocabulary import Urgency

pytestmark = pytest.mark.browser


def _page(chromium: Browser, address: str, container: Container, width: int) -> Page:
    staff(container)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", "disp")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    return page


def test_the_list_and_its_pages_are_accessible_and_fit(chromium: Browser, address: str, container: Container) -> None:
    matter.with_unit(container)
    page = _page(chromium, address, container, 1280)
    for path in ("?tab=all", "?tab=all&kind=help&words=没有&late=1", "?tab=orders", "/views"):
        page.goto(f"{address}/staff/worklist{path}")
        assert faults(page) == [], path
    page.goto(f"{address}/staff/worklist?tab=all")
    page.click("[data-tick-all]")
    page.click("button[value=urge]")
    page.wait_for_selector(".chosen")
    assert faults(page) == []
    page.close()


def test_one_works_by_keyboard_and_types_undisturbed(chromium: Browser, address: str, container: Container) -> None:
    matter.with_unit(container)
    number = matter.with_unit(container)
    page = _page(chromium, address, container, 1280)
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/staff/worklist")
    page.goto(f"{address}/staff/worklist?tab=all&words=停水")
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    assert page.input_value("#words") == "jx?"
    assert not page.locator("dialog[open]").count()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("input[name=row]:checked").count() == 1
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    first = page.locator("tr[data-here] .number").inner_text()
    page.keyboard.press("o")
    page.wait_for_url(f"**/staff/petitions/{first}")
    assert number
    page.close()


def test_an_open_page_tells_what_becomes_critical(
    chromium: Browser, address: str, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "EVERY", 0.1)
    page = _page(chromium, address, container, 1280)
    with page.expect_response("**/staff/worklist/live"):
        page.goto(f"{address}/staff/worklist?tab=all")
    number = matter.classified(container, urgency=Urgency.CRITICAL)
    page.wait_for_selector(f".alarms a[href$='{number}']")
    assert "特急" in page.locator(".alarms").inner_text()
    page.close()
