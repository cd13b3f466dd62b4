"""From the first word to the closing, each person in a browser of their own; the citizen without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from admin.app import create
from admin.security.demo_accounts import DEMO_PASSWORD, create_demo_accounts
from admin.wiring import Container, subscribers
from tests.browser import served
from tracking.service import relay

pytestmark = pytest.mark.browser
WORDS = "楼上水管爆了,我家停水两天,请尽快派人来修。"


@pytest.fixture
def address(container: Container) -> Iterator[str]:
    create_demo_accounts(container.engine, container.city.units())
    with served(create(container)) as address:
        yield address


def test_a_petition_goes_from_the_portal_to_its_closing(chromium: Browser, address: str, container: Container) -> None:
    citizen = chromium.new_context(java_script_enabled=False).new_page()
    number, code = _speak(citizen, address)
    _events(container)
    _act(chromium, address, "dispatcher", number, "classify", kind="complaint", topic="040101", urgency="normal")
    _act(chromium, address, "dispatcher", number, "dispatch", unit="C01", basis="《城市供水条例》")
    _act(chromium, address, "unit-C01", number, "sign")
    _act(chromium, address, "unit-C01", number, "contact", note="已电话联系,约好上门")
    reply = "水管已更换,恢复供水。"
    _act(chromium, address, "unit-C01", number, "report-back", outcome="solved", reply=reply, evidence="照片两张")
    _act(chromium, address, "dispatcher", number, "accept-report", public_reply=reply)
    answers = {"contacted": "yes", "verified": "true", "outcome": "solved", "satisfaction": "very_satisfied"}
    _act(chromium, address, "caller", number, "record-callback", reached="yes", **answers)
    _act(chromium, address, "caller", number, "close", outcome="solved")
    _events(container)
    stranger = chromium.new_context(java_script_enabled=False).new_page()
    _ask(stranger, address, number, code)
    assert reply in stranger.locator("main").inner_text()
    assert "已结案" in stranger.locator("main").inner_text()


def _speak(page: Page, address: str) -> tuple[str, str]:
    page.goto(address)
    page.fill("#text", WORDS)
    page.fill("#phone", "13812345678")
    page.click("form.sheet > button")
    keys = page.locator("dl.keys dd").all_inner_texts()
    return keys[0].strip(), keys[1].replace(" ", "").strip()


def _ask(page: Page, address: str, number: str, code: str) -> None:
    page.goto(f"{address}/progress")
    page.fill("input[name=number]", number)
    page.fill("input[name=code]", code)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()


def _events(container: Container) -> None:
    """What the worker does every second."""

    def fail(_: object, error: Exception) -> None:
        raise error

    relay.drain(container.core, subscribers(container), report=fail)
    container.sending.send_queued()


def _act(chromium: Browser, address: str, who: str, number: str, verb: str, **typed: str) -> None:
    """Sign in, open the petition, fill in the form of a verb and send it."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/staff/sign-in")
    page.fill("input[name=username]", who)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.goto(f"{address}/staff/petitions/{number}")
    form = page.locator(f"form[action$='/{verb}']").first
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").first.click()
    for name, value in typed.items():
        _fill(form, name, value)
    form.locator(".buttons button").first.click()
    page.wait_for_load_state()
    assert page.locator("[role=alert]").count() == 0, page.locator("main").inner_text()
    context.close()


def _fill(form: Locator, name: str, value: str) -> None:
    field = form.locator(f"[name={name}]")
    kind = field.first.evaluate("each => each.type")
    if kind.startswith("select"):
        field.select_option(value)
    elif kind == "radio":
        form.locator(f"[name={name}][value={value}]").check()
    else:
        field.fill(value)
