"""The application in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from tests.browser import browser, served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def address(application: FastAPI) -> Iterator[str]:
    """The application, served; where."""
    with served(application) as address:
        yield address
