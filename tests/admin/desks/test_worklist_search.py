"""One box: a number, words wherever they were said, places, a telephone; it tells nobody what is hidden from them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from admin.desks import sought
from admin.security import schema as security
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tracking.domain.vocabulary import Identity, Kind, Urgency

Sit = Callable[[str], Desk]
LONG = "我家楼下的饭店每天晚上营业到很晚，油烟特别大，排风机正对着卧室的窗户，希望有人来看看装一个净化器。"


def _find(desk: Desk, **typed: str) -> str:
    """Where the search form leads."""
    page = desk.open("/staff/worklist?tab=all")
    assert page.status_code == 200
    answer = desk.send("/staff/worklist?tab=all", "/staff/worklist/find", **typed)
    assert answer.status_code == 303
    return answer.headers["location"]


def _found(desk: Desk, words: str, tab: str = "all") -> list[str]:
    answer = desk.client.get("/staff/worklist", params={"tab": tab, "words": words})
    return numbers(answer)


def test_words_are_found_at_the_end_of_a_long_text(container: Container, at_desk: Sit) -> None:
    number, desk = matter.registered(container, LONG), at_desk("op")
    matter.registered(container, "路灯坏了")
    for words in ("净化器", "油烟 卧室", "饭店", "文体路5号"):
        assert _found(desk, words) == [number] or words == "文体路5号", words
    assert len(_found(desk, "文体路5号")) == 2
    assert _found(desk, "净化机") == []


def test_a_number_leads_straight_to_its_petition(container: Container, at_desk: Sit) -> None:
    number = matter.registered(container)
    assert _find(at_desk("op"), words=number.lower()) == f"/staff/petitions/{number}"


def test_a_number_one_may_not_see_leads_to_an_empty_list(container: Container, at_desk: Sit) -> None:
    number, other = matter.signed(container, kind=Kind.REPORT), at_desk("heping")
    where = _find(other, words=number)
    assert where.startswith("/staff/worklist?")
    assert not numbers(other.open(where))


def test_a_place_is_looked_for_where_the_matter_is(container: Container, at_desk: Sit) -> None:
    here = matter.classified(container, "停水了没人管", district="A01")
    matter.classified(container, "停水了，我去和平区办事才知道", district="A05")
    desk = at_desk("disp")
    assert _found(desk, "和平区 停水", "dispatch") == [here]
    assert "按地点查找" in desk.client.get("/staff/worklist", params={"words": "和平区"}).text
    assert len(_found(desk, "“和平区”", "dispatch")) == 1


@pytest.mark.parametrize("who", ["op", "disp"])
def test_a_telephone_is_found_and_never_stands_in_an_address(container: Container, at_desk: Sit, who: str) -> None:
    number, desk = matter.registered(container, identity=Identity.CONFIDENTIAL), at_desk(who)
    where = _find(desk, words="139-1234-5678")
    assert "139" not in where.partition("caller=")[0]
    assert matter.PHONE not in where
    assert numbers(desk.open(where)) == [number]
    redirected = desk.client.get("/staff/worklist", params={"words": matter.PHONE})
    assert redirected.headers["location"] == where


def test_a_search_by_telephone_is_logged_with_whom_it_showed(container: Container, at_desk: Sit) -> None:
    number, desk = matter.registered(container), at_desk("op")
    desk.open(_find(desk, words=matter.PHONE))
    desk.open(_find(desk, words="13700000000"))
    with container.engine.connect() as connection:
        reads = connection.execute(select(security.identity_read.c.reader, security.identity_read.c.number)).all()
        acts = list(connection.execute(select(security.access.c.act).order_by(security.access.c.id)).scalars())
    assert reads == [("op", number)]
    assert acts[-2:] == ["searched by phone: 1", "searched by phone: 0"]


@pytest.mark.parametrize("who", ["water", "lead", "insp", "assess"])
def test_who_may_not_ask_by_telephone_finds_nobody(container: Container, at_desk: Sit, who: str) -> None:
    matter.signed(container)
    desk = at_desk(who)
    assert not numbers(desk.open(_find(desk, words=matter.PHONE)))
    key = container.core.sealer.key(matter.PHONE, "phone").hex()
    assert not numbers(desk.open(f"/staff/worklist?tab=all&caller={key}"))


@pytest.mark.parametrize("key", ["", "zz", "00", "é", "0" * 63])
def test_what_is_no_key_finds_nobody(container: Container, at_desk: Sit, key: str) -> None:
    matter.registered(container)
    page = at_desk("op").client.get("/staff/worklist", params={"tab": "all", "caller": key})
    assert page.status_code == 200
    assert bool(numbers(page)) is (key == "")


def test_a_search_does_not_tell_what_the_page_hides(container: Container, at_desk: Sit) -> None:
    text = "小区停水两天了，物业经理王建国的电话13512345678一直没人接，请帮忙。"
    number = matter.with_unit(container, text, identity=Identity.CONFIDENTIAL)
    for who in ("lead", "water"):
        desk = at_desk(who)
        assert _found(desk, "停水") == [number], who
        assert _found(desk, "1351234") == [], who
    assert _found(at_desk("disp"), "1351234") == [number]


def test_a_leader_does_not_find_reports_by_their_words(container: Container, at_desk: Sit) -> None:
    matter.with_unit(container, "举报某单位领导收受红包", kind=Kind.REPORT)
    assert _found(at_desk("lead"), "红包") == []
    assert len(_found(at_desk("insp"), "红包")) == 1


def test_more_filters_narrow_the_list(container: Container, at_desk: Sit) -> None:
    plain = matter.classified(container)
    danger = matter.classified(container, urgency=Urgency.CRITICAL)
    desk = at_desk("disp")
    for query, expected in {
        "urgency=critical": {danger},
        "channel=web": {plain, danger},
        "channel=sms": set[str](),
        "since=2026-03-02&until=2026-03-02": {plain, danger},
        "since=2026-03-03": set[str](),
        "until=2026-03-01": set[str](),
        "since=0001-01-01": {plain, danger},
        "until=9999-12-31": {plain, danger},
        "since=nonsense": {plain, danger},
        "late=1": set[str](),
    }.items():
        for tab in ("dispatch", "all"):
            assert set(numbers(desk.open(f"/staff/worklist?tab={tab}&{query}"))) == expected, query


def test_overdue_only_leaves_what_is_late(container: Container, at_desk: Sit, clock: object) -> None:
    late = matter.signed(container)
    clock.at = clock.at.replace(month=4)  # type: ignore[attr-defined]
    fresh = matter.signed(container)
    for who in ("disp", "water"):
        assert numbers(at_desk(who).open("/staff/worklist?tab=all&late=1")) == [late]
        assert fresh in numbers(at_desk(who).open("/staff/worklist?tab=all"))


def test_an_empty_result_names_each_filter_to_loosen(at_desk: Sit) -> None:
    page = at_desk("disp").open("/staff/worklist?tab=dispatch&kind=help&district=A01&words=没有")
    text = page.text.partition('<div class="empty">')[2]
    assert "去掉一个条件再看" in text
    for left in ("tab=dispatch&amp;kind=help&amp;district=A01", "district=A01&amp;", "在全部工单里找"):
        assert left in text or left in page.text, left
    assert text.count("不限") == 3


def test_an_empty_list_leads_to_where_something_waits(container: Container, at_desk: Sit) -> None:
    matter.classified(container)
    page = at_desk("disp").open("/staff/worklist?tab=orders").text.partition('<div class="empty">')[2]
    assert "/staff/worklist?tab=dispatch" in page


@pytest.mark.parametrize("text", ["", " ", "“”", '"', "'\\:*&|!()", "é" * 500, "SY", "SY20260302-W-000001-0", "1" * 90])
def test_whatever_is_typed_is_understood_somehow(container: Container, at_desk: Sit, text: str) -> None:
    found = sought.understood(text, container.city)
    assert found.number is None
    assert at_desk("op").client.get("/staff/worklist", params={"words": text}).status_code in (200, 303)
