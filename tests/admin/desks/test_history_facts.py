"""What the history and the clocks say of orders, pauses, cards and relatives."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.tracking import act
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb

Sit = Callable[[str], Desk]


def _do(container: Container, number: str, *verbs: Verb) -> str:
    for verb in verbs:
        with container.core.change(number) as case:
            act.do(verb, case, at=container.core.now())
    return number


def _page(desk: Desk, number: str) -> str:
    return desk.open(f"/staff/petitions/{number}").text


def test_an_order_shows_its_level_and_its_limit_until_it_is_answered(container: Container, at_desk: Sit) -> None:
    number = _do(container, matter.signed(container), Verb.SUPERVISE)
    open_order = _page(at_desk("disp"), number)
    assert "督办级别：" in open_order
    assert "回复期限：" in open_order
    assert "回复督办单</dt>" in open_order
    assert "回复督办单</dt>" not in _page(at_desk("disp"), _do(container, number, Verb.ANSWER_ORDER))


def test_a_suspended_share_shows_until_when_and_does_not_count_down(container: Container, at_desk: Sit) -> None:
    number = _do(container, matter.signed(container), Verb.REQUEST_SUSPENSION)
    asked = _page(at_desk("disp"), number)
    assert "已申请挂起" in asked
    assert "申请挂起到：" in asked
    granted = _page(at_desk("disp"), _do(container, number, Verb.GRANT_SUSPENSION))
    assert "已申请挂起" not in granted
    assert "挂起到</dt>" in granted
    limit = granted.split("办结期限</dt>")[1].split("</div>")[0]
    assert "还剩" not in limit


def test_a_cancelled_card_no_longer_stands_but_is_not_forgotten(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number = matter.signed(container)
    clock.at += timedelta(days=20)
    _do(container, number, Verb.ISSUE_YELLOW_CARD)
    assert '<span class="badge warn">◧ 黄牌</span>' in _page(at_desk("disp"), number)
    cancelled = _page(at_desk("disp"), _do(container, number, Verb.CANCEL_CARD))
    assert '<span class="badge warn">◧ 黄牌</span>' not in cancelled
    assert "督办牌已撤销" in cancelled
    assert "督办牌：黄牌" in cancelled


def test_a_merged_pair_names_each_other(container: Container, at_desk: Sit) -> None:
    child, master = matter.with_unit(container), matter.with_unit(container)
    at_desk("disp").act(child, "merge", master=master, reason="同一件事")
    assert f"并入：{master}" in _page(at_desk("disp"), child)
    assert f"并入的诉求：{child}" in _page(at_desk("disp"), master)


@pytest.mark.parametrize("units", [("A01", "B208")])
def test_what_went_to_and_fro_is_refused_with_the_way_out(
    container: Container, at_desk: Sit, units: tuple[str, str]
) -> None:
    number = matter.with_unit(container)
    for unit in units:
        _do(container, number, Verb.RETURN, Verb.UPHOLD_RETURN)
        refused = at_desk("disp").act(number, "dispatch", unit=unit, basis="权责清单")
    assert refused.status_code == 409
    assert "须由监督部门指定承办" in refused.text
