"""The knowledge base and the phone desk in a browser: accessible in both languages, and no wider than a telephone."""

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.admin.desks.test_knowledge import ENTRY
from tests.browser import too_wide, violations
from tests.routing.test_same import AGAIN, TEXT, relayed

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(390, "en"), (1280, "zh")])
def test_the_knowledge_base_is_accessible_and_fits(
    chromium: Browser, address: str, container: Container, width: int, language: str
) -> None:
    staff(container)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/staff/sign-in?lang={language}")
    page.fill("#username", "disp")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    for path in ("/staff/knowledge", f"/staff/knowledge?q={ENTRY['question'][:4]}"):
        page.goto(f"{address}{path}")
        assert violations(page) == [], path
        assert not too_wide(page), path
    page.close()


@pytest.mark.parametrize(("width", "language"), [(390, "en"), (1280, "zh")])
def test_the_same_told_before_appears_while_an_operator_types(
    chromium: Browser, address: str, container: Container, width: int, language: str
) -> None:
    staff(container)
    number = matter.classified(container, TEXT, district="A01")
    relayed(container)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/staff/sign-in?lang={language}")
    page.fill("#username", "op")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    page.goto(f"{address}/staff/phone-desk")
    page.fill("#text", AGAIN)
    page.wait_for_selector(f"#similar a[href='/staff/petitions/{number}']")
    assert violations(page) == []
    assert not too_wide(page)
    page.close()
