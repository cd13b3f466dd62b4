"""The rooms of supervision in a browser: accessible, and no wider than a telephone."""

import pytest
from playwright.sync_api import Browser

from admin.supervision import alarming, efficiency
from admin.wiring import Container
from tests.admin.desks.desk import PASSWORD, staff
from tests.admin.supervision.steps import red
from tests.browser import faults
from tracking.domain.clock import FixedClock

ALARMS = ("alarms", "alarms/1", "rules", "rules/sign_normal")
pytestmark = pytest.mark.browser


def test_the_rooms_are_accessible_and_fit(
    chromium: Browser, address: str, container: Container, clock: FixedClock
) -> None:
    staff(container)
    red(container, clock)
    efficiency.measure(container.core)
    alarming.watch(container.core)
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", "insp")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    for room in ("wall", "documents", "documents/1", "orders", "consultations", "urges", *ALARMS):
        page.goto(f"{address}/staff/supervision/{room}")
        assert faults(page) == [], room
    page.close()
