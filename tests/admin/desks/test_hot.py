"""The page of hot topics: what it says, to whom, and where it leads."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from admin.desks.spark import HEIGHT, spark
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tracking.domain.clock import FixedClock
from tracking.domain.vocabulary import Kind
from tracking.service import hot
from tracking.store import schema

Sit = Callable[[str], Desk]
PAGE = "/staff/hot"
LINK = re.compile(r'href="(/staff/worklist\?[^"]*topic=[^"]*)"')


@pytest.fixture
def risen(container: Container, clock: FixedClock) -> list[str]:
    """Six persons of one street say the same on one day; there was another petition a month before."""
    clock.at -= timedelta(days=40)
    matter.registered(container)
    clock.at += timedelta(days=40)
    return [_of(container, n) for n in range(6)]


def _of(container: Container, person: int, *, kind: Kind = Kind.COMPLAINT) -> str:
    number = matter.classified(container, f"垃圾没人清运，请联系我{matter.PHONE}", kind=kind, district="A01")
    own = {"phone_key": b"%d" % person, "street": "A0101"}
    with container.engine.begin() as connection:
        connection.execute(update(schema.petition).where(schema.petition.c.number == number).values(own))
    return number


@pytest.mark.parametrize("who", ["disp", "lead"])
def test_the_sentence_on_top_says_what_rises_where_and_how_much(at_desk: Sit, risen: list[str], who: str) -> None:
    text = at_desk(who).open(PAGE).text
    assert "近3天有1个热点，最突出的是和平区浑河湾街道“垃圾清运不及时”：6人次" in text
    assert "▲ 新" in text


def test_the_sample_tells_nothing_of_a_person(at_desk: Sit, risen: list[str]) -> None:
    page = at_desk("disp").open(PAGE)
    assert set(numbers(page)) <= set(risen)
    assert "垃圾没人清运" in page.text
    assert matter.PHONE not in page.text


def test_it_leads_to_the_worklist_of_that_topic_and_place(container: Container, at_desk: Sit, risen: list[str]) -> None:
    matter.classified(container, "另一条街的事", district="A01")
    desk = at_desk("disp")
    (link,) = LINK.findall(desk.open(PAGE).text)
    assert sorted(numbers(desk.open(link.replace("&amp;", "&")))) == sorted(risen)


def test_on_the_next_day_it_is_not_new_any_more(
    container: Container, at_desk: Sit, risen: list[str], clock: FixedClock
) -> None:
    hot.note(container.core)
    clock.at += timedelta(days=1)
    text = at_desk("disp").open(PAGE).text
    assert "6人次" in text
    assert "▲ 新" not in text


def test_without_hot_topics_it_says_what_one_would_be(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    matter.classified(container)
    clock.at += timedelta(days=40)
    text = at_desk("disp").open(PAGE).text
    assert "近3天没有热点" in text
    assert "概率不超过0.1%" in text


def test_without_a_past_it_says_that_nothing_can_be_told(at_desk: Sit) -> None:
    assert "可以比较的历史只有0天" in at_desk("disp").open(PAGE).text


def test_reports_are_not_there(container: Container, at_desk: Sit, risen: list[str]) -> None:
    for person in range(20, 30):
        _of(container, person, kind=Kind.REPORT)
    assert "6人次" in at_desk("disp").open(PAGE).text


def test_the_drawing_needs_neither_script_nor_style(at_desk: Sit, risen: list[str]) -> None:
    text = at_desk("disp").open(PAGE).text
    assert 'class="recent"' in text
    assert " style=" not in text
    assert "<style" not in text


@pytest.mark.parametrize("who", ["op", "water", "call", "root"])
def test_it_is_for_dispatchers_and_leaders(at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    assert desk.open(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in desk.open("/staff").text


def test_the_highest_day_fills_the_drawing_and_days_of_nothing_are_left_out() -> None:
    drawn = spark([1, 0, 2], recent=1)
    assert [(bar.x, bar.height, bar.recent) for bar in drawn.bars] == [(0, HEIGHT / 2, False), (8, HEIGHT, True)]


def test_a_dispatcher_sees_at_the_start_what_is_hot_until_it_cools(
    container: Container, clock: FixedClock, at_desk: Sit, risen: list[str]
) -> None:
    assert "个热点" not in at_desk("disp").open("/staff").text
    hot.note(container.core)
    assert "现在有1个热点，最近的是和平区浑河湾街道“垃圾清运不及时”" in at_desk("disp").open("/staff").text
    assert "个热点" not in at_desk("water").open("/staff").text
    clock.at += timedelta(days=5)
    hot.note(container.core)
    assert "个热点" not in at_desk("disp").open("/staff").text
    page = at_desk("disp").open(PAGE).text
    assert "已经降温的热点" in page
    assert "和平区浑河湾街道 垃圾清运不及时" in page
