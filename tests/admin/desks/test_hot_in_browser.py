"""The page of hot topics in a browser: accessible, and no wider than a telephone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, staff
from tests.browser import too_wide, violations
from tracking.domain.clock import FixedClock
from tracking.domain.hot import Group, Hot
from tracking.store import hot_spell, schema

pytestmark = pytest.mark.browser


def _risen(container: Container, clock: FixedClock) -> None:
    clock.at -= timedelta(days=40)
    matter.registered(container)
    clock.at += timedelta(days=40)
    number = schema.petition.c.number
    for person in range(5):
        own = update(schema.petition).where(number == matter.classified(container, district="A01"))
        with container.engine.begin() as connection:
            connection.execute(own.values(phone_key=b"%d" % person))


def _cooled(container: Container, clock: FixedClock) -> None:
    group = Group(topic="030101", district="A01", street="A0101")
    once = Hot(group=group, now=6, usual=0.5, tail=0.0, first_on=clock.at.date(), daily=[6])
    with container.engine.begin() as connection:
        hot_spell.follow(connection, [once], at=clock.at - timedelta(days=9))
        hot_spell.follow(connection, [], at=clock.at - timedelta(days=5))


@pytest.mark.parametrize(("width", "language"), [(390, "zh"), (1280, "en")])
def test_hot_topics_are_accessible_and_fit(
    chromium: Browser, address: str, container: Container, clock: FixedClock, width: int, language: str
) -> None:
    staff(container)
    _risen(container, clock)
    _cooled(container, clock)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/staff/sign-in")
    page.fill("#username", "lead")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")
    page.goto(f"{address}/staff/hot?lang={language}")
    assert page.locator("#h-cooled").count() == 1
    page.click("details.panel summary")
    assert page.locator("svg.spark rect.recent").count() == 1
    assert violations(page) == []
    assert not too_wide(page)
    page.close()
