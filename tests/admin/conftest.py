"""The application in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.browser import browser, served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def address(container: Container) -> Iterator[str]:
    """The application, served; where. One of its own: what waits in it belongs to the loop it is served in."""
    from admin.app import create

    with served(create(container)) as address:
        yield address
