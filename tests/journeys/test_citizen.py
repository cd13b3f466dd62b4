"""A citizen without scripts: tell, ask, urge, rate; answers to others, figures, and everything in large print."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.desks.test_life import case_of
from tests.journeys.person import Person, person
from tracking.domain.clock import FixedClock
from tracking.domain.period import Period
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Satisfaction
from tracking.service import period_close

pytestmark = pytest.mark.browser
Sit = Callable[[str], Desk]
SAID = "文体路小区停水两天，家里有老人，请尽快恢复供水。"
REPLY = "水管已更换，昨晚恢复供水。"


def _tells(her: Person) -> tuple[str, str]:
    page = her.page
    her.opens("/")
    page.fill("#text", SAID)
    page.fill("#phone", "13812345678")
    page.check("#publish")
    page.set_input_files("#photo", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"no picture"})
    page.click("form.sheet > button")
    assert page.locator(".flaw, .flaws, [role=alert]").count(), "the file is refused"
    assert (page.input_value("#text"), page.input_value("#phone")) == (SAID, "13812345678")
    assert page.is_checked("#publish")
    page.click("form.sheet > button")
    number, code = page.locator("dl.keys dd").all_inner_texts()[:2]
    return number.strip(), code.replace(" ", "").strip()


def _asks(her: Person, number: str, code: str) -> str:
    her.opens("/progress")
    her.page.fill("#number", number)
    her.page.fill("#code", code)
    her.page.press("#code", "Enter")
    her.page.wait_for_url(f"**/progress/{number}**")
    return her.reads()


def _handled(at_desk: Sit, number: str, *steps: tuple[str, str, dict[str, str]]) -> None:
    desks: dict[str, Desk] = {}
    for who, verb, typed in steps:
        desk = desks.get(who) or desks.setdefault(who, at_desk(who))
        answer = desk.act(number, verb, **typed)
        assert answer.status_code == 303, (verb, answer.text)


def test_the_public_pages_need_no_script(
    chromium: Browser, address: str, container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    with person(chromium, address, scripts=False, width=390) as her:
        page = her.page
        number, code = _tells(her)
        assert case_of(container, number).petition.agrees_to_publication
        _handled(
            at_desk,
            number,
            ("disp", "classify", {"kind": "help", "topic": "010101", "urgency": "normal"}),
            ("disp", "dispatch", {"unit": "C01", "basis": "《城市供水条例》"}),
            ("water", "sign", {}),
        )
        page.context.clear_cookies()
        assert "供水" in _asks(her, number, code)
        page.fill("#urge-words", "今天还是没水")
        page.click("#urge button[type=submit]")
        assert case_of(container, number).petition.urges == 1
        assert "1次" in her.reads()
        _handled(
            at_desk,
            number,
            ("water", "contact", {"note": "已通话"}),
            ("water", "report-back", {"outcome": "solved", "reply": REPLY, "evidence": "抢修记录"}),
            ("disp", "accept-report", {"public_reply": REPLY}),
        )
        assert REPLY in _asks(her, number, code)
        page.check("#satisfaction-satisfied")
        page.check("#outcome-solved")
        page.locator("form[action$='/rating'] button[type=submit]").click()
        assert case_of(container, number).petition.satisfaction is Satisfaction.SATISFIED
        _handled(at_desk, number, ("call", "close", {"outcome": "solved"}))
        assert case_of(container, number).petition.stage is PetitionStage.CLOSED
        released = {"question": "停水两天什么时候恢复？", "answer": REPLY}
        desk = at_desk("disp")
        action = f"/staff/disclosure/{number}/release"
        assert desk.send("/staff/disclosure", action, **released).status_code == 303

        her.opens("/open/answers")
        page.fill("#q", "停水")
        page.press("#q", "Enter")
        page.click("article h2 a")
        assert REPLY in her.reads()
        her.opens("/open/answers?q=" + "没有这回事")
        assert "没有找到" in her.reads()
        assert page.locator("a[href='/'], a.button").count(), "and what to do then"
        clock.at = clock.at.replace(month=4, day=2)
        groups = {unit.code: unit.group for unit in container.city.units()}
        period_close.close(container.core, Period(year=2026, month=3, months=1), groups=groups, by="office")
        assert "全市办结1件" in her.opens("/open")
        assert page.locator("table").count() >= 1
        for path in ("/", "/progress", "/open", "/open/answers"):
            her.opens(f"{path}?size=large")
            assert page.locator("html").get_attribute("data-size") == "large"
            assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 20


def test_the_worklist_needs_no_script(chromium: Browser, address: str, container: Container, at_desk: Sit) -> None:
    at_desk("disp")
    first, second = matter.with_unit(container), matter.with_unit(container)
    with person(chromium, address, "disp", scripts=False) as her:
        page = her.page
        her.opens("/staff/worklist?tab=all")
        page.fill("#words", "没有这样的诉求")
        page.press("#words", "Enter")
        assert "去掉一个条件再看" in her.reads()
        her.opens("/staff/worklist?tab=all&words=停水")
        assert first in her.reads()
        for box in page.locator("input[name=row]").all():
            box.check()
        page.locator("button[value=urge]").first.click()
        page.fill("#words", "请今天联系")
        page.get_by_role("button", name="确定，执行2件").click()
        assert "2件" in her.reads()
        assert [case_of(container, each).petition.urges for each in (first, second)] == [1, 1]
