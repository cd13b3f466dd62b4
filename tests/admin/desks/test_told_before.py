"""What an operator sees of others who told the same, and desks of a petitioner who comes again."""

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tests.admin.desks.test_life import case_of
from tests.routing.test_same import AGAIN, TEXT, relayed
from tracking.domain.clock import FixedClock
from tracking.domain.people import citizen
from tracking.domain.procedure.citizen import withdraw
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Identity
from tracking.store import schema

Sit = Callable[[str], Desk]
PAGE = "/staff/phone-desk"
BESIDE = PAGE + "/similar"


def _typed(desk: Desk, action: str, **typed: str) -> str:
    sheet = desk.forms(PAGE)[PAGE] | typed
    return html.unescape(desk.client.post(action, data=sheet).text)


def test_open_petitions_that_tell_the_same_stand_beside_with_their_place(container: Container, at_desk: Sit) -> None:
    number = matter.classified(container, TEXT, district="A01")
    matter.classified(container, "公积金怎么提取，需要带什么材料")
    relayed(container)
    beside = _typed(at_desk("op"), BESIDE, text=AGAIN)
    assert f'href="/staff/petitions/{number}"' in beside
    assert "和平区" in beside
    assert beside.count("<li>") == 1


def test_what_is_over_does_not_stand_beside(container: Container, at_desk: Sit) -> None:
    number = matter.registered(container, TEXT)
    relayed(container)
    with container.core.change(number) as case:
        withdraw(case, by=citizen("web"), at=container.core.now())
    assert "没有正在办理的相似诉求" in _typed(at_desk("op"), BESIDE, text=AGAIN)


def test_a_typed_district_goes_before_the_place_in_the_words(container: Container, at_desk: Sit) -> None:
    matter.classified(container, TEXT, district="A01")
    relayed(container)
    loose = "三义街12号楼下水道堵了，污水冒得到处都是，一直没人管"
    desk = at_desk("op")
    assert "<li>" in _typed(desk, BESIDE, text=loose, district="A01")
    assert "<li>" not in _typed(desk, BESIDE, text=loose, district="A03")


@pytest.mark.parametrize("text", ["", "您好", "希望相关部门尽快处理", "\x00", "！" * 3000])
def test_too_few_words_ask_to_go_on(at_desk: Sit, text: str) -> None:
    assert "边录入边查找：正在办理的相似诉求" in _typed(at_desk("op"), BESIDE, text=text)


def test_without_javascript_a_press_shows_them_and_keeps_what_was_typed(container: Container, at_desk: Sit) -> None:
    number = matter.classified(container, TEXT)
    relayed(container)
    page = _typed(at_desk("op"), PAGE, act="similar", text=AGAIN, spot="二楼")
    assert f'href="/staff/petitions/{number}"' in page
    assert AGAIN in page
    assert 'value="二楼"' in page


def test_the_receipt_shows_them_too_and_nothing_was_merged(container: Container, at_desk: Sit) -> None:
    master = matter.classified(container, TEXT)
    relayed(container)
    desk = at_desk("op")
    page = desk.send(PAGE, PAGE, act="register", text=AGAIN)
    (mine,) = set(numbers(page)) - {master}
    assert f'href="/staff/petitions/{master}"' in page.text
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count(schema.petition.c.master))).scalar_one() == 0
    assert case_of(container, mine).petition.stage is PetitionStage.REGISTERED


def test_what_was_told_in_confidence_shows_no_person(container: Container, at_desk: Sit) -> None:
    matter.classified(container, f"{TEXT}，联系{matter.PHONE}", identity=Identity.CONFIDENTIAL)
    relayed(container)
    assert matter.PHONE not in _typed(at_desk("op"), BESIDE, text=AGAIN)


@pytest.mark.parametrize("who", ["disp", "call", "water"])
def test_only_operators_ask_what_stands_beside_a_call(at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    token = next(iter(desk.forms("/staff").values()))["csrf"]
    assert desk.client.post(BESIDE, data={"csrf": token, "text": AGAIN}).status_code == 403


@pytest.fixture
def again(container: Container, clock: FixedClock) -> list[str]:
    """Three petitions of one number, a day apart; the first of another topic. The last is with a unit."""
    first = matter.classified(container, "公积金怎么提取")
    with container.engine.begin() as connection:
        connection.execute(update(schema.petition).values(topic="190101"))
    clock.at += timedelta(days=1)
    second = matter.classified(container, TEXT)
    clock.at += timedelta(days=1)
    return [first, second, matter.with_unit(container, AGAIN)]


@pytest.mark.parametrize("who", ["op", "disp", "call"])
def test_desks_see_how_often_the_same_number_came_before(
    container: Container, at_desk: Sit, again: list[str], who: str
) -> None:
    first, second, _ = again
    with container.engine.begin() as connection:  # the caller sees what is to be called about
        last = update(schema.petition).where(schema.petition.c.number == again[2])
        connection.execute(last.values(callback_due_at=container.core.now()))
    page = at_desk(who).open(f"/staff/petitions/{again[2]}")
    assert "这个号码以前有2件诉求" in page.text
    assert "其中1件是同一类问题" in page.text
    assert ({first, second} <= set(numbers(page))) is (who != "call")


def test_what_came_later_is_not_counted(at_desk: Sit, again: list[str]) -> None:
    assert "这个号码以前有1件诉求" in at_desk("disp").open(f"/staff/petitions/{again[1]}").text
    assert "同一号码的诉求" not in at_desk("disp").open(f"/staff/petitions/{again[0]}").text


@pytest.mark.parametrize("who", ["heping", "lead", "insp", "assess"])
def test_units_and_those_who_only_look_see_nothing_of_it(at_desk: Sit, again: list[str], who: str) -> None:
    page = at_desk(who).open(f"/staff/petitions/{again[2]}").text
    assert "同一号码的诉求" not in page
    assert again[0] not in page


def test_a_caller_who_comes_again_is_told_of_with_the_topic_of_the_call(at_desk: Sit, again: list[str]) -> None:
    beside = _typed(at_desk("op"), PAGE + "/history", phone=matter.PHONE)
    assert "这个号码以前有3件诉求" in beside
    assert f"/staff/petitions/{again[2]}" in beside
