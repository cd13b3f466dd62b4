"""A call-back by keyboard alone: the next, the number, four answers, and on."""

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import too_wide, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_a_call_by_keyboard(chromium: Browser, address: str, container: Container, width: int) -> None:
    staff(container)
    first, second = matter.accepted(container), matter.accepted(container)
    context = chromium.new_context(viewport={"width": width, "height": 800})
    context.request.post(f"{address}/staff/sign-in", form={"username": "call", "password": PASSWORD})
    page = context.new_page()
    page.goto(f"{address}/staff/call-back")
    assert violations(page) == []
    assert not too_wide(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/call-back/{first}")
    assert violations(page) == []
    assert not too_wide(page)
    page.keyboard.press("Enter")
    page.locator("a[href^='tel:']").wait_for()
    page.focus("#reached-yes")
    for _ in range(5):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/call-back/{second}?done=closed")
    context.close()
