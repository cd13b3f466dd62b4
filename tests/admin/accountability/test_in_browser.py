"""The room in a browser: accessible, and no wider than a telephone."""

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.accountability import ground
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import faults
from tracking.domain.clock import FixedClock

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("who", ["second", "water"])
def test_the_room_is_accessible_and_fits(
    chromium: Browser, address: str, container: Container, clock: FixedClock, who: str
) -> None:
    staff(container)
    identity = ground.cancelled(container, clock)
    ground.veto(container, number=matter.signed(container))
    other = ground.opened(container, kind="transfer", subject="officer")
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", who)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    for path in (
        "/staff/accountability",
        *(f"/staff/accountability/{each}" for each in (identity, other)),
        "/open/accountability",
    ):
        page.goto(f"{address}{path}")
        for each in page.query_selector_all("details"):
            each.evaluate("each => each.open = true")
        assert faults(page, widths=(1280, 320)) == [], path
    page.close()
