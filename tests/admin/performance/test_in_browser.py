"""The pages of the performance office with a demonstration's two years: accessible, and no wider than a telephone."""

from random import Random

import pytest
from playwright.sync_api import Browser

from admin.demo.performance import perform
from admin.wiring import Container
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import faults

pytestmark = pytest.mark.browser
PATHS = (
    *(
        "2025",
        "2025/units/A01",
        "2025/cards/A01",
        "2025/replay",
        "2025/uses",
        "2025?group=all",
        "2026",
        "2026?w_1=60&w_3=10",
    ),
    *("2026/scheme", "2026/goals", "2026/entries", "2026/marks", "2026/uses"),
)


def test_pages_are_accessible_and_fit(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    perform(container, Random(1))
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", "assess")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    found = []
    for path in PATHS:
        page.goto(f"{address}/staff/performance/{path}")
        found += [f"{path}: {each}" for each in faults(page)]
    page.goto(f"{address}/staff/performance/2025?group=all")
    page.emulate_media(media="print")
    assert page.locator(".print-title").is_visible()
    assert not page.locator(".rail, main form, [data-print]").filter(visible=True).count()
    page.close()
    assert found == []
