"""What goes wrong at a desk, on the three forms that carry most work: one effect, a plain word, and no work lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.journeys.person import Person, person
from tests.tracking import city
from tracking.domain.people import Actor, Role
from tracking.domain.procedure import callback, dispatching
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome
from tracking.store import case as cases
from tracking.store import dossier
from tracking.store.visibility import Viewer

pytestmark = pytest.mark.browser
WORDS = "今晚九点前恢复供水，已逐户告知"
SECOND = Actor(id="second", role=Role.DISPATCHER)


def _colleague_reports(container: Container, number: str) -> None:
    with container.core.change(number) as case:
        matter.report(case, container.core.now())


def _colleague_dispatches(container: Container, number: str) -> None:
    with container.core.change(number) as case:
        table, at = container.core.timetable_of(case), container.core.now()
        dispatching.dispatch(case, by=SECOND, at=at, timetable=table, unit="A01", basis="属地")


def _colleague_calls(container: Container, number: str) -> None:
    with container.core.change(number) as case:
        given, at = Answers(outcome=Outcome.SOLVED), container.core.now()
        callback.record_callback(case, answers=given, note="", by=SECOND, at=at, timetable=city.timetable())


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A form: who fills it in, on what, where it stands, what is typed, and how a colleague is faster."""

    who: str
    made: Callable[[Container], str]
    page: str
    action: str
    verb: Verb
    typed: Mapping[str, str]
    words: str
    overtaken: Callable[[Container, str], None]

    def filled(self, her: Person, number: str) -> Locator:
        """Open the page and type everything; returns the button."""
        her.opens(self.page.format(number))
        form = her.fills(self.action, **self.typed)
        return form.locator("p.buttons button").last if self.who == "call" else form.locator("p.buttons button").first


SHEETS = (
    Sheet(
        who="water",
        made=matter.signed,
        page="/staff/petitions/{}",
        action="report-back",
        verb=Verb.REPORT_BACK,
        typed={"outcome": "solved", "reply": WORDS, "evidence": "维修单"},
        words="reply",
        overtaken=_colleague_reports,
    ),
    Sheet(
        who="disp",
        made=matter.classified,
        page="/staff/petitions/{}",
        action="dispatch",
        verb=Verb.DISPATCH,
        typed={"unit": "C01", "basis": WORDS},
        words="basis",
        overtaken=_colleague_dispatches,
    ),
    Sheet(
        who="call",
        made=matter.accepted,
        page="/staff/call-back/{}",
        action="answers",
        verb=Verb.RECORD_CALLBACK,
        typed={"reached": "yes", "outcome": "partly_solved", "note": WORDS},
        words="note",
        overtaken=_colleague_calls,
    ),
)


def _times(container: Container, number: str, sheet: Sheet) -> int:
    with container.engine.connect() as connection:
        entries = cases.entries(connection, number)
    return sum(entry.verb is sheet.verb and entry.actor == sheet.who for entry in entries)


def _stands(page: Page, words: str) -> bool:
    """Whether the words stand on the page, in a field or to be copied."""
    values = page.eval_on_selector_all("textarea, input", "all => all.map(each => each.value)")
    return words in values


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_pressing_twice_has_one_effect(chromium: Browser, address: str, container: Container, scripts: bool) -> None:
    staff(container)
    for sheet in SHEETS:
        number = sheet.made(container)
        with person(chromium, address, sheet.who, scripts=scripts) as her:
            sheet.filled(her, number).dblclick(no_wait_after=True)
            her.page.wait_for_url("**done=**")
            assert her.page.locator("[role=alert]").count() == 0, her.reads()
        assert _times(container, number, sheet) == 1, sheet.action


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_session_that_ends_in_the_middle_costs_no_word(
    chromium: Browser, address: str, container: Container, scripts: bool
) -> None:
    staff(container)
    for sheet in SHEETS:
        number = sheet.made(container)
        with person(chromium, address, sheet.who, scripts=scripts) as her:
            button = sheet.filled(her, number)
            her.page.context.clear_cookies()
            button.click()
            her.page.wait_for_url("**/staff/sign-in**")
            her.page.fill("#username", sheet.who)
            her.page.fill("#password", PASSWORD)
            her.page.press("#password", "Enter")
            her.page.wait_for_url(f"**{sheet.page.format(number)}")
            assert _stands(her.page, WORDS), sheet.action
            her.sends(her.form(sheet.action))
        assert _times(container, number, sheet) == 1, sheet.action


def test_who_was_overtaken_reads_what_happened_and_keeps_the_words(
    chromium: Browser, address: str, container: Container
) -> None:
    staff(container)
    for sheet in SHEETS:
        number = sheet.made(container)
        with person(chromium, address, sheet.who) as her:
            button = sheet.filled(her, number)
            sheet.overtaken(container, number)
            with her.page.expect_navigation():
                button.click()
            alert = her.page.locator("[role=alert]").first.inner_text()
            assert "刚刚有了变化" in alert
            assert "没有执行" in alert
            assert _stands(her.page, WORDS), sheet.action
        assert _times(container, number, sheet) <= (sheet.who == "water"), "only the colleague's stands"


def test_enter_presses_the_button_of_the_form_and_throws_nothing_away(
    chromium: Browser, address: str, container: Container
) -> None:
    staff(container)
    number, sheet = matter.classified(container), SHEETS[1]
    with person(chromium, address, "disp") as her:
        sheet.filled(her, number)
        with her.page.expect_navigation():
            her.form("dispatch").get_by_role("button", name="存草稿").click()
        field = her.form("dispatch").locator("[name=statutory_days]")
        with her.page.expect_navigation():
            field.press("Enter")
        assert "已派单" in her.reads()
    assert _times(container, number, sheet) == 1


def test_an_upload_that_breaks_off_leaves_words_and_page(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    number, sheet = matter.signed(container), SHEETS[0]
    with person(chromium, address, "water") as her:
        page = her.page
        sheet.filled(her, number)
        photo: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": page.screenshot()}
        form = her.form("report-back")
        form.locator("[name=photo]").set_input_files(photo)
        page.route("**/draft", lambda route: route.abort())
        form.locator("p.buttons button").first.click()
        page.wait_for_selector("#report-back-1 [data-draft-state].bad:has-text('还没有提交')")
        assert _stands(page, WORDS)
        page.unroute("**/draft")
        page.route("**/report-back", lambda route: route.abort())
        with page.expect_event("requestfailed"):
            form.locator("p.buttons button").first.click()
        page.unroute("**/report-back")
        her.opens(f"/staff/petitions/{number}")
        assert _stands(page, WORDS), "the words were safe before the photo went"
        form = her.form("report-back")
        form.locator("[name=photo]").set_input_files(
            {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
        )
        with page.expect_navigation():
            form.locator("p.buttons button").first.click()
        assert page.locator(".flaw").count() == 1
        assert _stands(page, WORDS)
        form = her.form("report-back")
        form.locator("[name=photo]").set_input_files(photo)
        with page.expect_navigation(url="**done=**"):
            form.locator("p.buttons button").first.click()
    with container.engine.connect() as connection:
        assert len(dossier.read(connection, number, Viewer(role=Role.DISPATCHER)).files) == 1
    assert _times(container, number, sheet) == 1


def test_who_has_no_right_reads_so_and_where_to_go(chromium: Browser, address: str, container: Container) -> None:
    staff(container)
    number = matter.signed(container)
    with person(chromium, address, "call") as her:
        assert "没有权限" in her.opens("/staff/phone-desk")
        her.page.click("main a.button")
        her.page.wait_for_url("**/staff")
    with person(chromium, address, "heping") as stranger:
        assert "没有找到" in stranger.opens(f"/staff/petitions/{number}")
        assert stranger.page.locator("main a.button").get_attribute("href") == "/staff"
