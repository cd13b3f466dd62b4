"""The citizens' pages in a browser: WCAG 2.2 AA, 320 pixels wide, large print, no scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from admin.wiring import Container
from tests.browser import too_wide, violations
from tests.channels.citizen import TEXT, TO_CALLBACK, happens

pytestmark = pytest.mark.browser
LOOKS = ("", "lang=en", "size=large", "contrast=high")


def _walk(page: Page, address: str, look: str, container: Container) -> Iterator[str]:
    """Every page a citizen sees, one after another."""
    page.goto(f"{address}/?{look}")
    yield "portal"
    page.fill("#phone", "1")
    page.click("form.sheet > button")
    yield "refused"
    page.fill("#text", TEXT)
    page.fill("#phone", "13800000000")
    page.click("form.sheet > button")
    yield "receipt"
    number = page.url.split("/")[4]
    happens(container, number, *TO_CALLBACK)
    page.goto(f"{address}/progress/{number}")
    yield "progress"
    page.goto(f"{address}/progress/{number}/withdraw")
    yield "withdrawal"
    page.goto(f"{address}/progress?number={number}")
    yield "question"
    page.goto(f"{address}/chat")
    yield "chat"
    page.fill("#text", TEXT)
    page.click(".say")
    page.wait_for_selector(".line.citizen")
    yield "chat, answered"
    for path in ("/open", "/open/answers", "/open/answers?q=路灯"):
        page.goto(f"{address}{path}")
        yield path
    page.goto(f"{address}/nothing")
    yield "not found"


@pytest.mark.parametrize("look", LOOKS)
def test_pages_are_accessible_and_fit_a_narrow_screen(
    chromium: Browser, address: str, container: Container, look: str
) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640}, java_script_enabled=True)
    for name in _walk(page, address, look, container):
        assert violations(page) == [], name
        assert not too_wide(page), name
    page.close()


def test_everything_works_without_scripts_and_by_keyboard(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.focus("#text")
    page.keyboard.type(TEXT)
    page.focus("form.sheet > button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt")

    assert page.locator(".number.code").count() == 1
    context.close()


def test_the_chat_works_without_scripts_and_by_keyboard(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/chat")
    page.focus("#text")
    page.keyboard.type(TEXT)
    page.focus(".say")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chat#end")

    assert "查询码" in page.locator(".log").inner_text()
    context.close()


def test_nothing_is_loaded_from_elsewhere(chromium: Browser, address: str) -> None:
    page, asked, said = chromium.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)

    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []
    page.close()
