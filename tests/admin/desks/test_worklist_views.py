"""Kept views: one's own, shared with the role by wish, one address each."""

from collections.abc import Callable

import pytest
from httpx2 import Response

from admin.desks import jump
from admin.wiring import Container
from admin.worklist import saved
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tracking.domain.vocabulary import Kind

Sit = Callable[[str], Desk]
LIST = "/staff/worklist?tab=dispatch&kind=complaint"


def _keep(desk: Desk, name: str, page: str = LIST, **typed: str) -> Response:
    return desk.send(page, "/staff/worklist/views", name=name, **typed)


def test_a_view_has_one_address_that_leads_to_its_filters(container: Container, at_desk: Sit) -> None:
    wanted = matter.classified(container, kind=Kind.COMPLAINT)
    matter.classified(container, kind=Kind.HELP)
    desk = at_desk("disp")
    address = _keep(desk, "投诉待派").headers["location"]
    where = desk.open(address).headers["location"]
    assert numbers(desk.open(where)) == [wanted]
    assert "投诉待派" in desk.open("/staff/worklist").text
    assert "<title>投诉待派" in desk.open(where).text


def test_a_view_is_ones_own_until_it_is_shared_with_the_role(at_desk: Sit) -> None:
    desk, colleague, other = at_desk("disp"), at_desk("second"), at_desk("op")
    address = _keep(desk, "我的").headers["location"]
    assert colleague.open(address).status_code == 404
    assert desk.send("/staff/worklist/views", address, name="大家的", shared="1").status_code == 303
    assert colleague.open(address).status_code == 303
    assert "大家的" in colleague.open("/staff/worklist").text
    assert other.open(address).status_code == 404


def test_only_the_owner_renames_and_forgets(at_desk: Sit) -> None:
    desk, colleague = at_desk("disp"), at_desk("second")
    address = _keep(desk, "共享的", shared="1").headers["location"]
    csrf = colleague.forms("/staff")["/staff/sign-out"]["csrf"]
    for path in (address, f"{address}/delete"):
        assert colleague.client.post(path, data={"csrf": csrf, "name": "抢来的"}).status_code == 404
    assert desk.send("/staff/worklist/views", f"{address}/delete").status_code == 303
    assert desk.open(address).status_code == 404


def test_the_same_name_again_replaces_the_filters(at_desk: Sit) -> None:
    desk = at_desk("disp")
    first = _keep(desk, "常用").headers["location"]
    second = _keep(desk, " 常用 ", "/staff/worklist?tab=all&kind=help").headers["location"]
    assert first == second
    assert "kind=help" in desk.open(first).headers["location"]


@pytest.mark.parametrize("name", ["", "   ", "\u200b\x00", "长" * 41])
def test_a_name_that_is_none_is_refused_and_what_was_typed_stays(at_desk: Sit, name: str) -> None:
    answer = _keep(at_desk("disp"), name)
    assert answer.status_code == 422
    assert "kind=complaint" in answer.text


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "'; DROP TABLE saved_view;--", "\u202e反了", "🚰" * 20, "%s{0}"]
)
def test_hostile_names_are_only_names(at_desk: Sit, name: str) -> None:
    desk = at_desk("disp")
    assert _keep(desk, name).status_code == 303
    for path in ("/staff/worklist", "/staff/worklist/views"):
        page = desk.open(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_name_that_is_taken_cannot_be_given_to_another(at_desk: Sit) -> None:
    desk = at_desk("disp")
    _keep(desk, "甲")
    address = _keep(desk, "乙").headers["location"]
    answer = desk.send("/staff/worklist/views", address, name="甲")
    assert answer.status_code == 422
    assert "同名" in answer.text


def test_only_so_many_are_kept(at_desk: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST", 2)
    desk = at_desk("disp")
    assert [_keep(desk, name).status_code for name in ("甲", "乙", "丙", "乙")] == [303, 303, 422, 303]


def test_only_what_a_list_may_say_is_kept(at_desk: Sit) -> None:
    desk = at_desk("disp")
    answer = _keep(desk, "怪", query="tab=all&next=https://example.org&kind=help&caller=00&\r\nX: y")
    where = desk.open(answer.headers["location"]).headers["location"]
    assert where.startswith("/staff/worklist?tab=all&kind=help&view=")


def test_every_place_has_a_letter_of_its_own() -> None:
    letters = list(jump.LETTERS.values())
    assert len(set(letters)) == len(letters)
    assert "g" not in letters
