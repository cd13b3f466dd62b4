"""The pages of bulletins in a browser: accessible, and no wider than a telephone."""

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.bulletins.frozen_month import approved, contacts, drafted
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import faults
from tracking.domain.clock import FixedClock

pytestmark = pytest.mark.browser
PAGE = "/staff/bulletins"


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("second", ("", "/1", "/rectifications")),
        ("heping", ("/own",)),
        ("root", ("/contacts",)),
    ],
)
@pytest.mark.parametrize("make", [drafted, approved], ids=["draft", "approved"])
def test_they_are_accessible_and_fit(
    chromium: Browser,
    address: str,
    container: Container,
    clock: FixedClock,
    who: str,
    paths: tuple[str, ...],
    make: object,
) -> None:
    staff(container)
    contacts(container)
    assert callable(make)
    make(container, clock)
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.request.post(f"{address}/staff/sign-in", form={"username": who, "password": PASSWORD})
    page = context.new_page()
    for path in paths:
        page.goto(address + PAGE + path)
        assert faults(page) == [], path
    context.close()
