"""What a caller brings about."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.app import create
from admin.wiring import Container
from channels.keypad import keyed
from channels.voice.schema import phone_call, recording
from tests.channels.citizen import TO_CALLBACK, happens
from tests.channels.telephone_line import WORDS, Caller, recording_sid
from tracking.domain.clock import FixedClock
from tracking.domain.people import Role
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Outcome, Satisfaction
from tracking.store import case as cases
from tracking.store import schema


@pytest.fixture
def caller(client: TestClient, container: Container) -> Caller:
    return Caller(client, container).dials()


def numbers(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(
            connection.execute(select(schema.petition.c.number).order_by(schema.petition.c.received_at)).scalars()
        )


def everything(container: Container) -> list[tuple[str, str]]:
    """Every text of every petition: (purpose, words)."""
    with container.engine.connect() as connection:
        rows = connection.execute(select(schema.text_).order_by(schema.text_.c.number, schema.text_.c.seq))
        return [(row.purpose, row.body) for row in rows]


def registered(container: Container, caller: Caller) -> str:
    """The number of a petition this caller has just brought."""
    caller.says().hangs_up()
    return numbers(container)[-1]


def opened(container: Container, caller: Caller, number: str) -> Caller:
    """The caller asks for this petition with number and code."""
    digits = "".join(filter(str.isdigit, number))
    return caller.keys("1").keys(digits).keys(keyed(container.core.sealer.query_code(number)))


def test_what_was_said_is_a_petition_and_its_number_is_read_back(container: Container, caller: Caller) -> None:
    assert "只用于登记" in caller.said
    caller.says()
    (number,) = numbers(container)
    assert everything(container) == [("said", WORDS)]
    assert " ".join(number.split("-")[2]) in caller.said
    assert "短信" in caller.said
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.petition)).one()
    assert (row.channel, row.identity, container.core.sealer.open(row.phone, "phone")) == (
        "voice",
        "named",
        "13800001111",
    )


@pytest.mark.parametrize("phone", ["+862422334455", "anonymous", "+266696687", ""])
def test_the_code_is_read_out_where_no_message_can_bring_it(
    client: TestClient, container: Container, phone: str
) -> None:
    caller = Caller(client, container, phone=phone).dials().says()
    assert "，".join(container.core.sealer.query_code(numbers(container)[0])) in caller.said


def test_a_caller_may_ask_to_stay_unknown_to_the_unit(container: Container, caller: Caller) -> None:
    caller.keys("3").says()
    with container.engine.connect() as connection:
        assert connection.execute(select(schema.petition.c.identity)).scalar() == Identity.CONFIDENTIAL


def test_more_words_are_added_to_the_same_petition(container: Container, caller: Caller) -> None:
    caller.says().says("在太原街和中山路口。").is_silent()
    assert everything(container) == [("said", WORDS), ("words", "在太原街和中山路口。")]
    assert caller.at.verb == "Hangup"


def test_words_that_were_not_understood_are_kept_beside_the_voice_message(container: Container, caller: Caller) -> None:
    caller.mumbles("路灯…")
    assert caller.at.verb == "Record"
    caller.leaves_message()
    ((purpose, text),) = everything(container)
    assert purpose == "said"
    assert "语音留言" in text
    assert "路灯…" in text
    with container.engine.connect() as connection:
        row = connection.execute(select(recording)).one()
    assert (row.number, row.state) == (numbers(container)[0], "waiting")


def test_silence_leads_to_a_voice_message_and_then_to_a_farewell(container: Container, caller: Caller) -> None:
    caller.is_silent()
    assert caller.at.verb == "Record"
    caller.is_silent().is_silent()
    assert caller.at.verb == "Hangup"
    assert numbers(container) == []


def test_progress_is_told_for_the_digits_of_number_and_code(container: Container, caller: Caller) -> None:
    number = registered(container, caller)
    happens(container, number, Verb.CLASSIFY, Verb.DISPATCH)
    caller = opened(container, Caller(caller.client, container, phone="+8613900002222").dials(), number)
    assert "承办中" in caller.said
    assert "承办单位：" in caller.said
    caller.keys("1")
    assert "一共催办1次" in caller.said
    caller.keys("2").says("现在更暗了。")
    assert everything(container)[-1] == ("words", "现在更暗了。")


def test_who_calls_from_the_same_number_keys_the_last_seven_digits(container: Container, caller: Caller) -> None:
    number = registered(container, caller)
    code = keyed(container.core.sealer.query_code(number))
    tail = number.replace("-", "")[-7:]
    mine = Caller(caller.client, container).dials().keys("1").keys(tail).keys(code)
    assert "已登记" in mine.said
    other = Caller(caller.client, container, phone="+8613900002222").dials().keys("1").keys(tail).keys(code)
    assert "没有找到" in other.said


def test_a_wrong_code_opens_nothing_and_after_three_an_operator_is_offered(
    container: Container, caller: Caller
) -> None:
    number = registered(container, caller)
    digits = "".join(filter(str.isdigit, number))
    caller = Caller(caller.client, container).dials().keys("1")
    for _ in range(3):
        caller.keys(digits).keys("22222222")
        assert "没有找到" in caller.said
    caller.keys(digits).keys(digits).keys(digits)
    assert caller.at.verb == "Enqueue"


def test_a_rating_by_keys_is_recorded_once(container: Container, caller: Caller) -> None:
    number = registered(container, caller)
    happens(container, number, *TO_CALLBACK)
    caller = opened(container, Caller(caller.client, container).dials(), number).keys("3")
    caller.keys("1").keys("1").keys("3").keys("5").again().hangs_up()
    with container.engine.connect() as connection:
        lead = cases.load(connection, number).lead
        rated = [entry for entry in cases.entries(connection, number) if entry.verb is Verb.RATE]
    assert [(entry.role, entry.channel) for entry in rated] == [(Role.CITIZEN, "voice")]
    assert (lead.satisfaction, lead.callback_outcome) == (Satisfaction.VERY_DISSATISFIED, Outcome.UNSOLVED)
    assert "已经记下" in caller.said


def test_zero_reaches_an_operator_and_a_full_queue_a_voice_message(container: Container, caller: Caller) -> None:
    caller.keys("0")
    assert (caller.at.verb, caller.at.given["text"]) == ("Enqueue", "operators")
    caller.waits_in_queue("leave")
    assert caller.at.verb == "Record"
    assert "正忙" in caller.said
    caller.leaves_message()
    assert len(numbers(container)) == 1


def test_at_night_zero_leads_to_a_voice_message(container: Container) -> None:
    closed = replace(container, hotline=replace(container.hotline, opens=time(10), closes=time(17)))
    with TestClient(create(closed), base_url="http://testserver") as client:
        caller = Caller(client, container).dials().keys("0")
        assert "现在没有人工服务" in caller.said
        caller.leaves_message()
    assert len(numbers(container)) == 1


def test_the_hotline_speaks_the_language_it_is_set_to(container: Container) -> None:
    english = replace(container, hotline=replace(container.hotline, hears="en-GB", speaks="en-GB", voice="Polly.Amy"))
    with TestClient(create(english), base_url="http://testserver") as client:
        caller = Caller(client, container).dials()
        assert "citizens' hotline" in caller.said
        assert caller.at.given["language"] == "en-GB"
        assert "registered" in caller.says("The street lamp is broken.").said


def test_a_delivery_that_comes_twice_gets_the_same_answer_and_no_second_petition(
    container: Container, caller: Caller
) -> None:
    first = caller.says().at
    assert caller.again().at == first
    assert caller.dials().at == first
    message = recording_sid()
    other = Caller(caller.client, container).dials().is_silent().leaves_message(message)
    again = other.again().at
    assert other.leaves_message(message).at is not again
    assert len(numbers(container)) == 2
    with container.engine.connect() as connection:
        assert len(connection.execute(select(recording)).all()) == 1


def test_what_was_half_said_when_the_line_broke_is_a_petition(container: Container, caller: Caller) -> None:
    caller.has_said("和平区", 0).has_said("和平区太原街路灯", 3).has_said("和平区太原", 2).hangs_up()
    assert everything(container) == [("said", "和平区太原街路灯")]
    caller.hangs_up()
    assert len(numbers(container)) == 1


def test_a_call_whose_end_nobody_told_is_settled_later(container: Container, caller: Caller, clock: FixedClock) -> None:
    caller.mumbles("路灯")
    assert container.recordings.exchange.end_abandoned() == 0
    clock.at = clock.at.replace(hour=clock.at.hour + 2)
    assert container.recordings.exchange.end_abandoned() == 1
    assert everything(container) == [("said", "路灯")]


def test_words_that_come_after_the_end_are_put_down_too(
    container: Container, caller: Caller, clock: FixedClock
) -> None:
    caller.says().hangs_up().has_said("门口也不亮")
    caller.hangs_up()
    caller.has_said("门口也不亮，对面也是", order=1)
    clock.at += timedelta(hours=2)
    assert container.recordings.exchange.end_abandoned() == 1
    words = [words for purpose, words in everything(container) if purpose == "words"]
    assert words == ["门口也不亮", "门口也不亮，对面也是"]


def test_answers_keyed_before_hanging_up_count_when_the_citizen_called_too(
    container: Container, caller: Caller
) -> None:
    number = registered(container, caller)
    happens(container, number, *TO_CALLBACK)
    opened(container, Caller(caller.client, container).dials(), number).keys("3").keys("2").hangs_up()
    with container.engine.connect() as connection:
        assert cases.load(connection, number).lead.contact_denied


def test_a_day_after_a_call_nothing_of_who_called_is_left_in_it(
    container: Container, caller: Caller, clock: FixedClock
) -> None:
    caller.says().hangs_up()
    assert container.recordings.exchange.forget() == 0
    clock.at += timedelta(days=2)
    assert [container.recordings.exchange.forget() for _ in range(2)] == [1, 0]
    with container.engine.connect() as connection:
        assert connection.execute(select(phone_call.c.memo)).scalar() == b""
    assert "感谢" in caller.is_silent().said


def test_words_for_a_petition_that_was_closed_meanwhile_become_one_of_their_own(
    container: Container, caller: Caller
) -> None:
    caller.says()
    (number,) = numbers(container)
    happens(container, number, *TO_CALLBACK, Verb.RECORD_CALLBACK, Verb.CLOSE)
    caller.says("又坏了。")
    assert len(numbers(container)) == 2
    assert "又坏了。" in everything(container)[-1][1] or "又坏了。" in dict(everything(container))["said"]


def test_the_stage_is_told_when_nothing_more_can_be_done(container: Container, caller: Caller) -> None:
    number = registered(container, caller)
    happens(container, number, Verb.WITHDRAW)
    caller = opened(container, Caller(caller.client, container).dials(), number)
    assert "已撤回" in caller.said
    assert "催办请按1" not in caller.said
    caller.keys("1")
    assert "不能这样选" in caller.said
    with container.engine.connect() as connection:
        assert cases.load(connection, number).petition.stage is PetitionStage.WITHDRAWN
