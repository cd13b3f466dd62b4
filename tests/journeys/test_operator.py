"""An operator's three calls, by keyboard: registered with one key, answered at once, handed over to the police."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from nlu.classifier import UNREADABLE
from nlu.head import Guess
from tests.admin.desks import matter
from tests.admin.desks.desk import staff
from tests.admin.desks.test_life import case_of
from tests.journeys.person import Person, person
from tests.routing.test_same import AGAIN, TEXT, relayed
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Kind

pytestmark = pytest.mark.browser
DESK = "/staff/phone-desk"
NUMBER = re.compile(r"SY\d{8}-P-\d{6}-\d")


def _ends_with(her: Person, key: str) -> str:
    """Press one key in the middle of typing; the number that is read out then."""
    with her.page.expect_navigation():
        her.page.keyboard.press(key)
    found = NUMBER.search(her.reads())
    assert found, her.reads()
    return found[0]


def test_three_calls_are_taken_by_keyboard(
    chromium: Browser, address: str, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff(container)
    drains = replace(UNREADABLE, kind=Kind.HELP, topics=(Guess("010101", 0.7),), holders=(Guess("C01", 0.64),))
    monkeypatch.setattr(container.reader, "understand", lambda _text: replace(drains, words=("下水道",)))
    earlier = matter.classified(container, TEXT, district="A01")
    relayed(container)
    with person(chromium, address, "op") as her:
        page, keys = her.page, her.page.keyboard
        her.opens(DESK)
        page.focus("#phone")
        keys.type(matter.PHONE)
        keys.press("Tab")
        page.wait_for_selector(f"#history a[href$='{earlier}']")
        page.focus("#text")
        keys.insert_text(AGAIN)
        page.wait_for_selector(f"#similar a[href$='{earlier}']")
        page.wait_for_selector("#proposal .candidates")
        assert "64%" in page.locator("#proposal").inner_text()
        assert "下水道" in page.locator("#proposal").inner_text()
        first = _ends_with(her, "F2")
        assert "已登记" in her.reads()
        assert case_of(container, first).petition.channel == "phone"

        her.opens(DESK)
        keys.insert_text("身份证丢了怎么补办？")
        page.wait_for_selector("#answers button[name=take]")
        with page.expect_navigation():
            keys.press("F8")
        assert page.input_value("#reply")
        page.focus("#text")
        second = _ends_with(her, "F4")
        assert "已登记并答复" in her.reads()
        assert case_of(container, second).petition.stage is PetitionStage.ANSWERED

        her.opens(DESK)
        keys.insert_text("楼下有人持刀打架，快来人！")
        third = _ends_with(her, "F9")
        assert "已登记并转出" in her.reads()
        petition = case_of(container, third).petition
        assert petition.stage is PetitionStage.DIVERTED
        assert "110" in her.opens(f"/staff/petitions/{third}")
