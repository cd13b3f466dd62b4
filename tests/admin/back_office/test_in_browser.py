"""The back office in a browser: accessible, and no wider than a telephone."""

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from admin.back_office import making
from admin.security import factor
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import faults
from tracking.domain.clock import FixedClock

pytestmark = pytest.mark.browser


def _enter(chromium: Browser, address: str, who: str) -> Page:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", who)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    return page


def _fine(page: Page, name: str) -> None:
    assert faults(page) == [], name


def test_the_back_office_is_accessible_and_fits(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    matter.signed(container)
    second = _enter(chromium, address, "second")
    second.goto(f"{address}/staff/exports/new?of=worklist&tab=all")
    _fine(second, "export-form")
    second.fill("#reason", "季度分析会使用")
    second.get_by_role("button", name="提交申请").click()
    _fine(second, "export-asked")
    root = _enter(chromium, address, "root")
    root.goto(f"{address}/staff/exports/1")
    _fine(root, "export-decide")
    root.get_by_role("button", name="同意导出").click()
    _fine(root, "export-running")
    assert making.advance(container)
    second.goto(f"{address}/staff/exports/1")
    _fine(second, "export-ready")
    second.goto(f"{address}/staff/exports")
    _fine(second, "exports")
    for path, name in (("accounts", "accounts"), ("accounts/water", "account"), ("audit", "audit-root")):
        root.goto(f"{address}/staff/{path}")
        _fine(root, name)
    root.goto(f"{address}/staff/accounts")
    root.click("summary")
    _fine(root, "account-new")
    inspector = _enter(chromium, address, "insp")
    inspector.goto(f"{address}/staff/audit")
    _fine(inspector, "audit")


def test_the_own_account_is_accessible_and_fits(
    chromium: Browser, address: str, container: Container, clock: FixedClock
) -> None:
    staff(container)
    page = _enter(chromium, address, "disp")
    page.wait_for_url("**/staff")
    for path, name in (("account", "own"), ("account/password", "password"), ("account/factor", "factor")):
        page.goto(f"{address}/staff/{path}")
        _fine(page, name)
    with container.engine.begin() as connection:
        secret = factor.enrolling(connection, container.core.sealer, "disp")
    page.fill("#code", pyotp.TOTP(secret).at(clock.at))
    page.press("#code", "Enter")
    page.wait_for_selector(".recovery")
    _fine(page, "recovery")
    asked = _enter(chromium, address, "disp")
    asked.wait_for_selector("#code")
    _fine(asked, "code")
