"""The page of hot topics in a browser: accessible, and no wider than a telephone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import too_wide, violations
from tracking.domain.clock import FixedClock
from tracking.store import schema

pytestmark = pytest.mark.browser


def _risen(container: Container, clock: FixedClock) -> None:
    clock.at -= timedelta(days=40)
    matter.registered(container)
    clock.at += timedelta(days=40)
    number = schema.petition.c.number
    for person in range(5):
        own = update(schema.petition).where(number == matter.classified(container, district="A01"))
        with container.engine.begin() as connection:
            connection.execute(own.values(phone_key=b"%d" % person))


@pytest.mark.parametrize("width", [390, 1280])
def test_hot_topics_are_accessible_and_fit(
    chromium: Browser, address: str, container: Container, clock: FixedClock, width: int
) -> None:
    staff(container)
    _risen(container, clock)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", "lead")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    page.goto(f"{address}/staff/hot")
    page.click("details.panel summary")
    assert page.locator("svg.spark rect.recent").count() == 1
    assert violations(page) == []
    assert not too_wide(page)
    page.close()
