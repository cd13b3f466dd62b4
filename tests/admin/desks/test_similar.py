"""Similar petitions beside one that may be merged: proposed to those who may merge, and only what they may see."""

import html
import re
from collections.abc import Callable

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.routing.test_same import AGAIN, TEXT, relayed
from tracking.domain.vocabulary import Kind

Sit = Callable[[str], Desk]


@pytest.fixture
def pair(container: Container) -> tuple[str, str]:
    """(child, master): the same told twice."""
    found = matter.classified(container, AGAIN), matter.classified(container, TEXT)
    relayed(container)
    return found


def _page(desk: Desk, number: str, **query: str) -> str:
    more = "&".join(f"{name}={value}" for name, value in query.items())
    return html.unescape(desk.open(f"/staff/petitions/{number}?{more}").text)


def test_the_same_told_before_is_proposed_with_a_way_to_merge(at_desk: Sit, pair: tuple[str, str]) -> None:
    child, master = pair
    page = _page(at_desk("disp"), child)
    assert "相似诉求" in page
    assert f"?merge={master}#merge-0" in page
    assert f"?merge={child}" not in page


def test_the_form_to_merge_is_filled_in_and_nothing_happens_by_itself(at_desk: Sit, pair: tuple[str, str]) -> None:
    child, master = pair
    page = _page(at_desk("disp"), child, merge=master)
    assert re.search(r'id="merge-0" open', page)
    assert f'value="{master}"' in page
    assert "已并入" not in page


@pytest.mark.parametrize("raw", ["x", "%22%3E%3Cscript%3E", "%00", "9" * 500])
def test_a_master_that_is_no_number_opens_nothing(at_desk: Sit, pair: tuple[str, str], raw: str) -> None:
    page = at_desk("disp").open(f"/staff/petitions/{pair[0]}?merge={raw}")
    assert page.status_code == 200
    assert 'id="merge-0" open' not in page.text


def test_who_may_not_merge_is_shown_none(container: Container, at_desk: Sit) -> None:
    theirs = matter.with_unit(container, TEXT)
    matter.classified(container, AGAIN, kind=Kind.REPORT)
    relayed(container)
    for username in ("water", "lead"):
        assert "相似诉求" not in _page(at_desk(username), theirs)
