"""The simulator in a real browser: a call, a text, and the phone desk whose screen pops while somebody waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from admin.wiring import Container
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import too_wide, violations

pytestmark = pytest.mark.browser


def _walk(page: Page, address: str) -> Iterator[str]:
    page.goto(f"{address}/simulator?lang=en")
    yield "index"
    page.click("main h2 a >> nth=0")
    yield "telephone"
    page.click("button:has-text('Call the hotline')")
    yield "menu"
    page.fill("#words", "路灯坏了三天")
    page.click("button:has-text('Mumble it')")
    yield "record"
    page.click("button:has-text('Leave the message')")
    page.click(".keypad button:has-text('0')")
    yield "queue"
    page.click("button:has-text('Hang up')")
    yield "over"
    page.goto(f"{address}/simulator/sms")
    yield "handset"
    page.fill("#body", "退订")
    page.click("button:has-text('Send')")
    yield "bubbles"


def test_pages_are_accessible_and_fit_a_narrow_screen(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    for name in _walk(page, address):
        assert violations(page) == [], name
        assert not too_wide(page), name
    page.close()


def test_the_screen_of_the_phone_desk_pops(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    desk, phone = chromium.new_page(), chromium.new_page()
    desk.goto(f"{address}/staff/sign-in")
    desk.fill("[name=username]", "op")
    desk.fill("[name=password]", PASSWORD)
    desk.press("[name=password]", "Enter")
    desk.goto(f"{address}/staff/phone-desk")
    phone.goto(f"{address}/simulator/phone")
    phone.click("button:has-text('拨打热线')")
    sid = phone.url.split("call=")[1].split("&")[0]
    phone.click(".keypad button:has-text('0')")
    container.recordings.exchange.bridged(sid, "op")
    desk.wait_for_url(f"**/staff/phone-desk?call={sid}", timeout=10_000)
    assert desk.input_value("#phone") == "13812345678"
    assert violations(desk) == []
    desk.close()
    phone.close()
