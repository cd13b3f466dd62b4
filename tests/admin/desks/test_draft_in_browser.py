"""Drafts, clocks and the unit's desk in a browser: saved while one types, back after signing in, accessible."""

import pytest
from playwright.sync_api import Browser, Page

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import too_wide, violations

pytestmark = pytest.mark.browser
WORDS = "水管今晚修好"


def _sign_in(page: Page) -> None:
    page.fill("#username", "water")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")


def _fits(page: Page) -> None:
    assert violations(page) == []
    assert not too_wide(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_typed_is_saved_and_outlives_the_session(
    chromium: Browser, address: str, container: Container, width: int
) -> None:
    staff(container)
    number = matter.signed(container)
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=address)
    page = context.new_page()
    page.goto("/staff/sign-in")
    _sign_in(page)
    page.wait_for_url("**/staff")
    _fits(page)
    page.goto(f"/staff/petitions/{number}")
    page.evaluate("document.querySelector('#report-back-1').open = true")
    page.fill("#report-back-1-reply", WORDS)
    page.wait_for_selector("#report-back-1 [data-draft-state]:has-text('已自动保存')")
    page.reload()
    assert page.input_value("#report-back-1-reply") == WORDS
    _fits(page)
    context.clear_cookies()
    page.fill("#report-back-1-reply", f"{WORDS}，已告知")
    page.check("#report-back-1-outcome-solved")
    page.click("#report-back-1 p.buttons button:not(.link)")
    page.wait_for_url("**/sign-in**")
    _sign_in(page)
    page.wait_for_url(f"**/petitions/{number}")
    assert page.input_value("#report-back-1-reply") == f"{WORDS}，已告知"
    context.close()
