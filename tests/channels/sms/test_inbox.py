"""A text comes in: a petition, an answer, or a wish – once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.wiring import Container, subscribers
from notify.schema import delivery
from tests.channels.citizen import TO_CALLBACK, happens
from tests.channels.telephone_line import PHONE, WORDS, post
from tests.tracking.stored import tell
from tracking.domain.clock import FixedClock
from tracking.domain.people import Actor, Role
from tracking.domain.procedure.citizen import ask
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Satisfaction
from tracking.service import relay
from tracking.store import case as cases
from tracking.store import schema

Send = Callable[..., httpx2.Response]


@pytest.fixture
def text(client: TestClient, container: Container) -> Send:
    """``text("…")`` comes in by Twilio, from the same telephone each time."""

    def send(body: str, *, sid: str = "", phone: str = PHONE) -> httpx2.Response:
        given = {"MessageSid": sid or f"SM{secrets.token_hex(16)}", "From": phone, "Body": body}
        answer = post(client, container, "/webhooks/sms/twilio/inbound", **given)
        assert answer.status_code == 200
        return answer

    return send


def _petitions(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.petition.c.number).order_by(schema.petition.c.number)).scalars())


def _relayed(container: Container) -> list[str]:
    """Everything that was told so far."""
    table = dict.fromkeys(subscribers(container), (container.notices.on_event,))
    relay.drain(container.core, table, report=lambda event, error: pytest.fail(repr(error)))
    container.sending.send_queued()
    with container.engine.connect() as connection:
        rows = connection.execute(select(delivery).order_by(delivery.c.id)).all()
    return [f"{row.state}: {container.core.sealer.open(row.body, 'delivery')}" for row in rows]


def _rated(container: Container, send: Send) -> str:
    """A petition by message whose citizen has just been asked for a rating."""
    send(WORDS)
    (number,) = _petitions(container)
    happens(container, number, *TO_CALLBACK)
    assert "请回复数字评价" in "".join(_relayed(container))
    return number


def test_any_text_becomes_a_petition_and_the_receipt_comes_by_itself(container: Container, text: Send) -> None:
    assert "<Message>" not in text(WORDS).text
    (number,) = _petitions(container)
    (receipt,) = _relayed(container)
    assert number in receipt
    assert container.core.sealer.query_code(number) in receipt


def test_the_same_message_twice_is_one_petition(container: Container, text: Send) -> None:
    sid = f"SM{'3' * 32}"
    assert text(WORDS, sid=sid).text == text(WORDS, sid=sid).text
    assert text("另外一句", sid=sid).status_code == 200
    assert len(_petitions(container)) == 1


def test_a_digit_answers_the_question_for_a_rating_once(container: Container, text: Send) -> None:
    number, sid = _rated(container, text), f"SM{'4' * 32}"
    text("5，根本没修", sid=sid)
    text("5，根本没修", sid=sid)
    with container.engine.connect() as connection:
        case = cases.load(connection, number)
        assert cases.texts(connection, number, ["note"]) == {"note": "根本没修"}
        rated = [entry for entry in cases.entries(connection, number) if entry.verb is Verb.RATE]
    assert (case.lead.satisfaction, len(rated)) == (Satisfaction.VERY_DISSATISFIED, 1)
    assert len(_petitions(container)) == 1


def test_a_new_matter_is_not_swallowed_by_an_open_question(container: Container, text: Send) -> None:
    _rated(container, text)
    text("3号楼的电梯停了两天。")
    assert len(_petitions(container)) == 2


def test_an_answer_that_comes_too_late_is_no_answer(container: Container, text: Send, clock: FixedClock) -> None:
    number = _rated(container, text)
    clock.at += timedelta(days=15)
    assert "没有等您回答的问题" in text("1").text
    with container.engine.connect() as connection:
        assert cases.load(connection, number).lead.satisfaction is None


def test_a_question_about_a_withdrawn_matter_takes_no_answer(container: Container, text: Send) -> None:
    number = _rated(container, text)
    happens(container, number, Verb.WITHDRAW)
    assert "没有等您回答的问题" in text("1").text
    assert len(_petitions(container)) == 1


def test_a_missing_place_is_asked_for_and_the_answer_is_added(container: Container, text: Send) -> None:
    text("路灯坏了三天")
    (number,) = _petitions(container)
    tell(container.core, number, Verb.CLASSIFY)
    assert "还缺地点" in "".join(_relayed(container))
    text("和平区太原街12号")
    text("楼下井盖也丢了")
    with container.engine.connect() as connection:
        assert cases.texts(connection, number, ["words"])["words"] == "地点：和平区太原街12号"
    assert len(_petitions(container)) == 2


def test_who_wants_no_messages_gets_none_until_they_want_them_again(container: Container, text: Send) -> None:
    assert "已退订" in text("退订").text
    assert "已退订" in text("退订").text
    text(WORDS)
    assert [each[:9] for each in _relayed(container)] == ["withheld:"]
    assert "已恢复" in text("恢复").text
    text(f"{WORDS}又一件")
    assert [each.split(":")[0] for each in _relayed(container)] == ["withheld", "kept"]


def test_a_wish_between_queueing_and_sending_is_respected(container: Container, text: Send) -> None:
    text(WORDS)
    relay.drain(container.core, {Verb.REGISTER: (container.notices.on_event,)}, report=lambda *_: None)
    text("STOP")
    container.sending.send_queued()
    with container.engine.connect() as connection:
        assert connection.execute(select(delivery.c.state)).scalar() == "withheld"


def test_a_landline_gets_no_message(container: Container, text: Send) -> None:
    text(WORDS, phone="+862422334455")
    assert _relayed(container) == []


@pytest.mark.parametrize("body", ["", "1", "？？", "123456"])
def test_digits_and_marks_alone_are_no_matter_and_the_sender_is_told(
    container: Container, text: Send, body: str
) -> None:
    assert "没有等您回答的问题" in text(body).text
    assert _petitions(container) == []


def test_a_text_longer_than_a_petition_is_kept_whole(container: Container, text: Send) -> None:
    text("路" * 2000 + "灯" * 300)
    (number,) = _petitions(container)
    with container.engine.connect() as connection:
        kept = cases.texts(connection, number, ["said", "words"])
    assert (len(kept["said"]), kept["words"]) == (2000, "灯" * 300)


def test_a_sender_may_stay_unknown_to_the_unit(container: Container, text: Send) -> None:
    text("保密 科长吃拿卡要")
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.petition)).one()
    assert row.identity == Identity.CONFIDENTIAL


def test_the_question_of_an_officer_is_asked_and_answered(container: Container, text: Send) -> None:
    text("楼道灯坏了，太原街")
    (number,) = _petitions(container)
    with container.core.change(number) as case:
        by = Actor(id="disp", role=Role.DISPATCHER)
        ask(case, by=by, at=container.core.now(), question="几楼的灯？")
    assert "还需要了解:几楼的灯？" in "".join(_relayed(container))
    text("5")
    with container.engine.connect() as connection:
        assert cases.texts(connection, number, ["words"])["words"] == "5"
