"""The back office: two persons change a figure, an officer begins, a message goes again, an export leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pyotp
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser
from sqlalchemy import insert, select, text

from admin.back_office import making
from admin.security import schema as security
from admin.wiring import Container
from notify.schema import delivery
from tests.admin.desks import matter
from tests.admin.desks.desk import staff
from tests.journeys.person import Person, person
from tracking.domain.clock import FixedClock
from tracking.store import parameter

pytestmark = pytest.mark.browser
HOT, EXPORT = "/staff/register/parameters/hot", "/staff/exports/1"
SECRET = "a new officer's own words"


def _failed_message(container: Container, number: str) -> None:
    body = container.core.sealer.seal("您的诉求已受理", "delivery")
    row = {"number": number, "seq": 1, "template": "registered", "recipient": "citizen", "channel": "sms"}
    sent = {"segments": 1, "body": body, "state": "failed", "error": "30003", "created_at": container.core.now()}
    with container.engine.begin() as connection:
        connection.execute(insert(delivery), [row | sent])


def _least(container: Container, days: int) -> int:
    with container.engine.connect() as connection:
        on = (container.core.now() + timedelta(days=days)).date()
        return int(parameter.numbers(connection, "hot", on)["least"])


@pytest.fixture(autouse=True)
def _parameters_as_they_were(container: Container) -> Iterator[None]:
    """Parameters outlive a test: what was entered goes."""
    yield
    with container.engine.begin() as connection:
        connection.execute(text("DELETE FROM parameter WHERE version LIKE 'test%'"))


def test_a_day_in_the_back_office(chromium: Browser, address: str, container: Container, clock: FixedClock) -> None:
    staff(container)
    number = matter.signed(container)
    _failed_message(container, number)
    with person(chromium, address, "root") as root, person(chromium, address, "second") as second:
        before = _least(container, 0)
        root.opens(HOT)
        root.page.fill("#version", "test-journey")
        root.page.fill("#effective_on", "2026-03-10")
        root.page.fill("[name='3.value']", "9")
        root.page.get_by_role("button", name="录入，交另一人核对").click()
        assert "待核对：test-journey" in root.opens(HOT)
        assert root.page.get_by_role("button", name="准予生效").count() == 0, "not by the one who entered it"
        assert _least(container, 8) == before
        second.opens(HOT)
        second.page.get_by_role("button", name="核对无误，准予生效").click()
        second.page.wait_for_load_state()
        assert (_least(container, 0), _least(container, 8)) == (before, 9)

        root.opens("/staff/accounts")
        root.page.click("main summary")
        root.page.fill("#username", "newhand")
        root.page.fill("#name", "新来的受理员")
        root.page.select_option("#role", "operator")
        root.page.get_by_role("button", name="新建账号").click()
        first_password = root.page.locator("main code").first.inner_text().strip()
        _signs_in_first_time(chromium, address, clock, first_password)
        assert "已开通" in root.opens("/staff/accounts?q=newhand")

        assert "30003" in root.opens("/staff/deliveries")
        root.page.get_by_role("button", name="再试一次").click()
        root.page.wait_for_load_state()
        with container.engine.connect() as connection:
            assert connection.execute(select(delivery.c.state)).scalars().all() == ["queued"]

        second.opens("/staff/exports/new?of=worklist&tab=all")
        second.page.fill("#reason", "季度分析会使用")
        second.page.get_by_role("button", name="提交申请").click()
        second.page.wait_for_load_state()
        assert second.page.get_by_role("button", name="同意导出").count() == 0, "not by the one who asked"
        root.opens(EXPORT)
        root.page.get_by_role("button", name="同意导出").click()
        root.page.wait_for_load_state()
        assert making.advance(container)
        second.opens(EXPORT)
        with second.page.expect_download() as got:
            second.page.click(f"a[href$='{EXPORT}/file']")
        sheets = load_workbook(BytesIO(got.value.path().read_bytes())).worksheets
        kept = " ".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)
        assert number in kept
        assert "second" in kept, "the watermark names who took it away"
        assert matter.PHONE not in kept
    with person(chromium, address, "insp") as inspector:
        audit = inspector.opens("/staff/audit")
        assert "newhand" in audit
        assert "second" in audit
    with container.engine.connect() as connection:
        acts = connection.execute(select(security.access.c.act)).scalars().all()
    assert "retried message 1" in acts


def _signs_in_first_time(chromium: Browser, address: str, clock: FixedClock, password: str) -> None:
    """The password that is shown once must be changed; then a second factor, asked for at the next sign-in."""
    with person(chromium, address) as him:
        page = him.page
        _types_password(him, password)
        page.wait_for_url("**/account/password")
        page.fill("[name=old]", password)
        page.fill("[name=new]", SECRET)
        page.fill("[name=again]", SECRET)
        page.press("[name=again]", "Enter")
        page.wait_for_load_state()
        him.opens("/staff/account/factor")
        secret = page.locator("main code").first.inner_text().replace(" ", "")
        page.fill("#code", pyotp.TOTP(secret).at(clock.at))
        page.press("#code", "Enter")
        page.wait_for_selector(".recovery")
        clock.at += timedelta(seconds=30)
    with person(chromium, address) as him:
        page = him.page
        _types_password(him, SECRET)
        page.wait_for_url("**/sign-in/code**")
        page.fill("#code", pyotp.TOTP(secret).at(clock.at))
        page.press("#code", "Enter")
        page.wait_for_url("**/staff")
        assert "新来的受理员" in page.content()


def _types_password(him: Person, password: str) -> None:
    him.opens("/staff/sign-in")
    him.page.fill("#username", "newhand")
    him.page.fill("#password", password)
    him.page.press("#password", "Enter")
