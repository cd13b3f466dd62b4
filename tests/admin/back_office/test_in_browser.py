"""The back office in a browser: accessible, and no wider than a telephone."""

from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from admin.back_office import making
from admin.security import factor
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import too_wide, violations
from tracking.domain.clock import FixedClock

pytestmark = pytest.mark.browser
PICTURES: Path | None = None


def _enter(chromium: Browser, address: str, who: str, width: int) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", who)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    return page


def _fine(page: Page, name: str, width: int) -> None:
    if PICTURES:
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    assert violations(page) == [], name
    assert not too_wide(page), name


@pytest.mark.parametrize("width", [390, 1280])
def test_the_back_office_is_accessible_and_fits(
    chromium: Browser, address: str, container: Container, width: int
) -> None:
    staff(container)
    matter.signed(container)
    second = _enter(chromium, address, "second", width)
    second.goto(f"{address}/staff/exports/new?of=worklist&tab=all")
    _fine(second, "export-form", width)
    second.fill("#reason", "季度分析会使用")
    second.get_by_role("button", name="提交申请").click()
    _fine(second, "export-asked", width)
    root = _enter(chromium, address, "root", width)
    root.goto(f"{address}/staff/exports/1")
    _fine(root, "export-decide", width)
    root.get_by_role("button", name="同意导出").click()
    _fine(root, "export-running", width)
    assert making.advance(container)
    second.goto(f"{address}/staff/exports/1")
    _fine(second, "export-ready", width)
    second.goto(f"{address}/staff/exports")
    _fine(second, "exports", width)
    for path, name in (("accounts", "accounts"), ("accounts/water", "account"), ("audit", "audit-root")):
        root.goto(f"{address}/staff/{path}")
        _fine(root, name, width)
    root.goto(f"{address}/staff/accounts")
    root.click("summary")
    _fine(root, "account-new", width)
    inspector = _enter(chromium, address, "insp", width)
    inspector.goto(f"{address}/staff/audit")
    _fine(inspector, "audit", width)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_own_account_is_accessible_and_fits(
    chromium: Browser, address: str, container: Container, clock: FixedClock, width: int
) -> None:
    staff(container)
    page = _enter(chromium, address, "disp", width)
    page.wait_for_url("**/staff")
    for path, name in (("account", "own"), ("account/password", "password"), ("account/factor", "factor")):
        page.goto(f"{address}/staff/{path}")
        _fine(page, name, width)
    with container.engine.begin() as connection:
        secret = factor.enrolling(connection, container.core.sealer, "disp")
    page.fill("#code", pyotp.TOTP(secret).at(clock.at))
    page.press("#code", "Enter")
    page.wait_for_selector(".recovery")
    _fine(page, "recovery", width)
    asked = _enter(chromium, address, "disp", width)
    asked.wait_for_selector("#code")
    _fine(asked, "code", width)
