"""Every page of the list, as whoever works there opens it: in both languages, in large print and on a telephone.

axe finds nothing, nothing scrolls sideways, the browser has nothing to complain about (the content policy among other
things), and a cold page is no heavier than promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.sync_api import Browser, BrowserContext

from admin.app import create
from admin.security.demo_accounts import DEMO_PASSWORD
from tests.browser import served, too_wide, violations
from tests.screen_list import SCREENS, Screen
from tests.screenshots import city, newest

pytestmark = pytest.mark.browser
_BEYOND = """[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth)
    .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`).slice(-3)"""
DESK, TELEPHONE = 1280, 390
LOOKS = {"lang=zh": DESK, "lang=en": TELEPHONE, "lang=zh&size=large": TELEPHONE}
HEAVIEST, HEAVIEST_PORTAL = 500 * 1024, 40 * 1024
BY_ACCOUNT = {who: list(each) for who, each in groupby(sorted(SCREENS, key=lambda s: s.who), key=lambda s: s.who)}


@pytest.fixture(scope="module")
def lived() -> Iterator[tuple[str, dict[str, str]]]:
    """A small city that is served: its address, and the newest petition of each stage."""
    with city(petitions=300) as container, served(create(container)) as address:
        yield address, dict(newest(container))


@pytest.fixture(params=BY_ACCOUNT, ids=lambda who: who or "everyone")
def seat(
    request: pytest.FixtureRequest, chromium: Browser, lived: tuple[str, dict[str, str]]
) -> Iterator[BrowserContext]:
    """A browser of its own in which this account is signed in."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    if request.param:
        form: dict[str, str | float | bool] = {"username": request.param, "password": DEMO_PASSWORD}
        assert context.request.post(f"{lived[0]}/staff/sign-in", form=form).ok
    yield context
    context.close()


def test_its_pages_are_accessible_quiet_and_light(
    request: pytest.FixtureRequest, seat: BrowserContext, lived: tuple[str, dict[str, str]]
) -> None:
    address, shown = lived
    who = request.node.callspec.params["seat"]
    assert [fault for screen in BY_ACCOUNT[who] for fault in _faults(seat, address, screen, shown)] == []


def _faults(seat: BrowserContext, address: str, screen: Screen, shown: dict[str, str]) -> Iterator[str]:
    page, said, weights = seat.new_page(), list[str](), list[int]()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda found: weights.append(int(found.headers.get("content-length", 0))))
    path = address + screen.path.format_map(shown)
    for look, width in LOOKS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{path}{'&' if '?' in path else '?'}{look}")
        page.locator(screen.wait).first.wait_for()
        yield from (f"{screen.name} {look}: {each}" for each in violations(page))
        if too_wide(page):
            yield f"{screen.name} {look}: wider than {width} pixels: {page.evaluate(_BEYOND)}"
        if width == DESK and not 0 < sum(weights) <= (HEAVIEST_PORTAL if screen.path == "/" else HEAVIEST):
            yield f"{screen.name}: {sum(weights):,} bytes cold"
    yield from (f"{screen.name}: the browser says {each}" for each in said)
    page.close()
