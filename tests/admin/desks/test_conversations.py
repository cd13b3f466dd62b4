"""The desk for citizens who ask for a person in a chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from admin.waiting import wait_until
from admin.wiring import Container
from channels.dialogue import store
from tests.admin.desks.desk import Desk
from tests.channels.dialogue.citizen import Chatter, petitions
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]
PAGE = "/staff/conversations"


def _waits(container: Container, *, channel: str = "webchat") -> Chatter:
    chatter = Chatter(container, channel=channel)
    chatter.says("好")
    with container.engine.begin() as connection:
        store.ask_for_person(connection, chatter.identity, at=container.core.now())
    return chatter


def _posts(desk: Desk, what: str, **fields: str) -> int:
    csrf = next(iter(desk.forms(PAGE).values()))["csrf"]
    return desk.client.post(f"{PAGE}/1/{what}", data={"csrf": csrf} | fields).status_code


def test_who_waits_is_on_the_list_and_read_only_by_whoever_takes_it(container: Container, at_desk: Sit) -> None:
    chatter, desk = _waits(container), at_desk("op")
    chatter.says("我家停水了")
    assert "等待接待" in desk.open(PAGE).text
    assert "停水" not in desk.open(f"{PAGE}/1").text
    assert _posts(desk, "take") == 303
    assert "停水" in desk.open(f"{PAGE}/1").text
    assert "接待中" in desk.open(PAGE).text


def test_an_answer_reaches_the_citizen_where_they_are(container: Container, at_desk: Sit) -> None:
    chatter, desk = _waits(container), at_desk("op")
    _posts(desk, "take")
    assert _posts(desk, "say", text="您好，请说<地址>") == 303
    assert "您好，请说<地址>" in chatter.transcript()
    assert "您好，请说&lt;地址&gt;" in desk.open(f"{PAGE}/1").text
    assert _posts(desk, "say", text="  ") == 303


def test_neither_code_nor_telephone_is_shown(container: Container, at_desk: Sit) -> None:
    chatter, desk = Chatter(container), at_desk("op")
    chatter.says("太原街的路灯坏了，电话13812345678")
    code = container.core.sealer.query_code(chatter.conversation().number or "")
    with container.engine.begin() as connection:
        store.ask_for_person(connection, chatter.identity, at=container.core.now())
    _posts(desk, "take")
    page = desk.open(f"{PAGE}/1").text
    assert "太原街" in page
    assert "13812345678" not in page
    assert code[:4] not in page


def test_new_lines_come_by_themselves(container: Container, at_desk: Sit) -> None:
    chatter, desk = _waits(container), at_desk("op")
    _posts(desk, "take")
    chatter.says("第一句")
    with container.engine.connect() as connection:
        seen = store.last(connection, chatter.identity)
    chatter.says("第二句")
    news = desk.open(f"{PAGE}/1/news?after={seen}").text
    assert "第二句" in news
    assert "第一句" not in news


def test_only_one_officer_has_it(container: Container, at_desk: Sit) -> None:
    _waits(container)
    desk = at_desk("op")
    _posts(desk, "take")
    with container.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE handover SET taken_by = 'other'")
    assert "other" in desk.open(f"{PAGE}/1").text
    assert _posts(desk, "take") == 409
    assert _posts(desk, "say", text="您好") == 409
    assert _posts(desk, "end") == 409


def test_what_the_citizen_said_can_be_registered(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    chatter, desk = _waits(container), at_desk("op")
    _posts(desk, "take")
    clock.at += timedelta(minutes=1)
    chatter.says("太原街路灯坏了")
    assert _posts(desk, "end", act="register") == 303
    assert petitions(container) == ["太原街路灯坏了"]
    assert "查询码" in chatter.transcript()
    assert "人工服务已结束" in chatter.transcript()
    assert "已结束" in desk.open(PAGE).text


def test_after_the_end_the_engine_speaks_again(container: Container, at_desk: Sit) -> None:
    chatter, desk = _waits(container), at_desk("op")
    _posts(desk, "take")
    assert _posts(desk, "end") == 303
    assert petitions(container) == []
    assert "已直接登记" in chatter.says("太原街路灯坏了")


def test_a_messenger_with_a_carrier_gets_it_carried(container: Container, at_desk: Sit) -> None:
    sent: list[str] = []

    class Carrier:
        def carry(self, peer: str, reply: object) -> None:
            sent.append(f"{peer}: {reply.text}")  # type: ignore[attr-defined]

        def fetch(self, said: object) -> list[object]:
            return []

        def close(self) -> None:
            pass

    container.dialogue.carriers = {"telegram": Carrier()}  # type: ignore[dict-item]
    _waits(container, channel="telegram")
    desk = at_desk("op")
    _posts(desk, "take")
    _posts(desk, "say", text="您好")
    assert wait_until(lambda: "somebody: 您好" in sent, seconds=10)


def test_a_conversation_that_is_not_there_is_not_found(at_desk: Sit) -> None:
    desk = at_desk("op")
    assert desk.open(f"{PAGE}/99").status_code == 404
    assert desk.open(f"{PAGE}/0").status_code == 422
    assert "现在没有人" in desk.open(PAGE).text
