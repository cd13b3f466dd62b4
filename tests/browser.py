"""A real browser on a really served application, for tests marked ``browser``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from admin.assets import VENDOR
from admin.waiting import wait_until

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_AXE = Path(VENDOR / "axe.min.js")
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def browser() -> Iterator[Browser]:
    """The installed Chromium; the test is skipped where there is none."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium (tests/browser_setup.sh says how to get one)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_OPTIONS)
        yield started
        started.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a port of its own; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, lifespan="off"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        assert wait_until(lambda: server.started, seconds=20)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA: rule and elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    only = {"runOnly": tags, "resultTypes": ["violations"], "iframes": False}
    found: list[dict[str, Any]] = page.evaluate("async only => (await axe.run(only)).violations", only)
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found]


def faults(page: Page, *, widths: Sequence[int] = (1280, 390)) -> list[str]:
    """What is wrong with a page as it stands, at a desk and on a telephone; it is left as wide as it was."""
    before, found = page.viewport_size, list[str]()
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"at {width}: {each}" for each in violations(page)]
        if too_wide(page):
            found.append(f"wider than {width} pixels")
    if before:
        page.set_viewport_size(before)
    return found


def too_wide(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
