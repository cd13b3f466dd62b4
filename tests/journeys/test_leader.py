"""A leader's page: the figures, one case in two clicks, and the same on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import staff
from tests.journeys.person import person
from tracking.domain.clock import FixedClock

pytestmark = pytest.mark.browser


def test_a_case_is_two_clicks_away_and_paper_has_the_page(
    chromium: Browser, address: str, container: Container, clock: FixedClock
) -> None:
    staff(container)
    late = matter.signed(container)
    clock.at += timedelta(days=20)
    with person(chromium, address, "lead") as him:
        page = him.page
        assert "现在超期" in him.opens("/staff/overview")
        assert page.locator("a.late strong").first.inner_text().strip() == "1"
        page.click("a:has-text('现在超期')")
        page.click(f"table.worklist a[href$='{late}']")
        page.wait_for_url(f"**/staff/petitions/{late}")
        shown = him.reads()
        assert "领导查看，不办理" in shown
        assert matter.PHONE not in page.content()
        assert page.locator("form[action*='/petitions/']").count() == 0

        him.opens("/staff/overview")
        page.locator(".small-chart canvas").first.wait_for()
        him.opens("/staff/overview?scope=C01")
        page.click("p a.now >> nth=0")
        page.wait_for_url("**/staff/indicators/C01/*")
        him.opens("/staff/overview")
        page.locator("path.area").first.wait_for()
        page.emulate_media(media="print")
        assert not page.locator("nav.rail").is_visible()
        assert page.locator("h1").is_visible()
        assert page.pdf(format="A4").startswith(b"%PDF")
