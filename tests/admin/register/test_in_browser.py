"""The pages of the register in a browser: accessible, and no wider than a telephone."""

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import faults

pytestmark = pytest.mark.browser
PATHS = (
    "",
    "/parameters/deadlines",
    "/parameters/hot",
    "/units",
    "/units/C01",
    "/topics",
    "/duties",
    "/rules",
    "/notices",
    "/notices/mail_registered",
    "/notices/bulletin_sms",
)


def test_the_register_is_accessible_and_fits(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", "root")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    for path in PATHS:
        page.goto(f"{address}/staff/register{path}")
        for details in page.locator("main details").all():
            details.locator("summary").click()
        assert faults(page) == [], path
    page.close()
