"""A caller's list: script and four answers by keyboard, nobody there three times, and the matter that ends unheard."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.admin.desks.test_life import case_of
from tests.journeys.person import person
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Satisfaction

pytestmark = pytest.mark.browser
DESK = "/staff/call-back"


def test_four_answers_and_three_tries(chromium: Browser, address: str, container: Container, clock: FixedClock) -> None:
    staff(container)
    heard, silent = matter.accepted(container), matter.accepted(container)
    with person(chromium, address, "call") as her:
        page, keys = her.page, her.page.keyboard
        her.opens(DESK)
        page.wait_for_function("document.activeElement !== document.body")
        keys.press("Enter")
        page.wait_for_url(f"**{DESK}/{heard}")
        assert "您好" in her.reads(), "the script is there to be read out"
        assert "已恢复供水" in her.reads()
        page.wait_for_function("document.activeElement !== document.body")
        keys.press("Enter")
        page.wait_for_selector(f"a[href='tel:{matter.PHONE}']")
        page.focus("#reached-yes")
        for _ in range(5):
            keys.press("Space")
            keys.press("Tab")
        keys.type("来电人说谢谢")
        keys.press("Tab")
        keys.press("Enter")
        page.wait_for_url(f"**{DESK}/{silent}?done=closed")
        petition = case_of(container, heard).petition
        assert (petition.stage, petition.satisfaction) == (PetitionStage.CLOSED, Satisfaction.VERY_SATISFIED)

        for tries in (1, 2, 3):
            assert her.opens(f"{DESK}/{silent}")
            page.check("#reached-no")
            with page.expect_navigation():
                page.click("button[name=then][value='']")
            petition = case_of(container, silent).petition
            assert (petition.callback_tries, petition.stage) == (tries, PetitionStage.AWAITING_CALLBACK)
            said = her.opens(f"{DESK}/{silent}")
            if tries < 3:
                assert "以后打" in said
                clock.at = _next(clock.at, tries)
                form: dict[str, str | float | bool] = {"username": "call", "password": PASSWORD}
                assert page.context.request.post("/staff/sign-in", form=form).ok
        assert "可以不经答复结案" in said
        her.acts(silent, "close", outcome="solved")
        petition = case_of(container, silent).petition
        assert (petition.stage, petition.satisfaction) == (PetitionStage.CLOSED, None)


def _next(at: datetime, tries: int) -> datetime:
    """Later on the same day, then the next day."""
    if tries == 1:
        return at + timedelta(hours=5)
    return datetime(at.year, at.month, at.day + 1, 11, tzinfo=CITY_ZONE)
