"""The start page of a unit: its nine indicators, what was lost, and what one more late case would cost."""

from collections.abc import Callable
from datetime import timedelta

from admin.desks import unit_desk
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT, Desk
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]


def test_a_late_signature_is_counted_linked_and_the_next_is_priced(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    for _ in range(9):
        matter.signed(container)
    clock.at += timedelta(days=2)
    page = at_desk("water").open("/staff").text
    desk = unit_desk.of(container, UNIT)
    assert desk is not None
    before = desk.row.standing.score
    price = desk.price["N1"]
    assert price > 0
    assert f"−{price}" in page
    clock.at -= timedelta(days=2)
    matter.with_unit(container)
    clock.at += timedelta(days=2)
    page = at_desk("water").open("/staff").text
    assert f'href="/staff/indicators/{UNIT}/N1?period=2026-03"' in page
    after = unit_desk.of(container, UNIT)
    assert after is not None
    assert before is not None
    assert after.row.standing.score is not None
    assert before - after.row.standing.score >= price


def test_an_empty_month_says_so(at_desk: Sit) -> None:
    assert "本月还没有到期的承办件" in at_desk("water").open("/staff").text
    assert "Nothing has been due this month" in at_desk("water").open("/staff?lang=en").text


def test_other_desks_have_no_unit_of_their_own(at_desk: Sit) -> None:
    assert "本单位本月的九项指标" not in at_desk("disp").open("/staff").text
