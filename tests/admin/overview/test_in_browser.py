"""The leaders' page in a browser: drawn, accessible, no wider than a telephone, light enough, and on paper."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import too_wide, violations
from tracking.domain.clock import FixedClock

pytestmark = pytest.mark.browser
MOST_BYTES = 500 * 1024


def _opened(chromium: Browser, address: str, width: int, heard: list[str]) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    context.request.post(f"{address}/staff/sign-in", form={"username": "lead", "password": PASSWORD})
    page = context.new_page()
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{address}/staff/overview")
    page.locator("path.area").first.wait_for()
    return page


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_drawn_accessible_and_fits(
    chromium: Browser, address: str, container: Container, clock: FixedClock, width: int
) -> None:
    staff(container)
    matter.signed(container)
    clock.at += timedelta(days=20)
    heard: list[str] = []
    page = _opened(chromium, address, width, heard)
    assert page.locator(".small-chart canvas").count() == 9
    assert page.locator(".flow canvas").count() == 1
    assert page.locator("path.area").count() == 13
    assert heard == []
    assert violations(page) == []
    assert not too_wide(page)
    transferred = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".reduce((sum, each) => sum + each.transferSize, 0)"
    )
    assert 0 < transferred <= MOST_BYTES
    page.context.close()


def test_a_cell_of_the_map_leads_to_its_overdue_cases(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    page = _opened(chromium, address, 1280, [])
    page.locator("path.area").first.click(position={"x": 12, "y": 30})
    page.wait_for_url("**/staff/worklist?tab=overdue&district=*")
    page.context.close()


def test_paper_has_the_charts_and_no_navigation(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    matter.signed(container)
    page = _opened(chromium, address, 1280, [])
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible()
    assert not page.locator(".finder").is_visible()
    assert page.locator(".small-chart canvas").first.is_visible()
    assert page.pdf(format="A4", print_background=True).startswith(b"%PDF")
    page.context.close()
