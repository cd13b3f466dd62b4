"""Answers within five seconds, or later by message; each message once, whatever dies or repeats."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlalchemy import text as sql

from admin.app import create
from admin.wiring import Container
from channels.wechat import post
from channels.wechat.conversation import Spoken
from channels.wechat.port import Message, parse
from channels.wechat.schema import wechat_message
from tests.channels.photo import jpeg
from tests.channels.wechat.platform import CITIZEN, Interface, Platform, coded, text, told, xml
from tests.stand_in import Answer, StandIn, standing_in
from tests.tracking import stored
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.store import case as cases
from tracking.store import schema

VOICE = b"#!AMR\n" + bytes(200)


@pytest.fixture
def there() -> Iterator[StandIn]:
    with standing_in() as other:
        other.script = Interface({})
        yield other


def _count(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()


def _states(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(wechat_message.c.state).order_by(wechat_message.c.id)).scalars())


def _number(container: Container) -> str:
    with container.engine.connect() as connection:
        number: str = connection.execute(select(schema.petition.c.number)).scalar_one()
    return number


def _files(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.attachment.c.media_type)).scalars())


def test_a_quick_answer_is_given_at_once_and_not_again(container: Container, clock: FixedClock, there: StandIn) -> None:
    platform = Platform.of(container, api_url=there.url)
    said = platform.hears(platform.brings(text("太原街路灯坏了三天")))
    assert _number(container) in said
    clock.at += timedelta(minutes=1)
    assert platform.service.tick() == 0
    assert (_states(container), told(there.asked)) == (["answered"], [])


def test_what_takes_longer_is_said_by_message_once(container: Container, clock: FixedClock, there: StandIn) -> None:
    platform, release = Platform.of(container, api_url=there.url, patience=0.05), Event()
    direct = platform.service.speak

    def slow(message: Message, at: datetime) -> Spoken:
        release.wait(10)
        return direct(message, at)

    platform = replace_speak(platform, slow)
    began = time.monotonic()
    assert platform.hears(platform.brings(text("太原街路灯坏了三天"))) == ""
    assert time.monotonic() - began < 4, "the platform waits five seconds"
    assert platform.service.tick() == 0, "somebody still thinks"
    release.set()
    platform.service.aside.submit(int).result(10)
    _until_owed(container)
    clock.at += timedelta(seconds=6)
    platform.service.tick()
    platform.service.tick()
    ((to, said),) = told(there.asked)
    assert (to, _number(container) in said, _states(container)) == (CITIZEN, True, ["sent"])


def replace_speak(platform: Platform, speak: object) -> Platform:
    """The same platform before an application that speaks otherwise."""
    service = replace(platform.service, speak=speak)  # type: ignore[arg-type]
    known = replace(platform.container, wechat=(platform.account, service))
    return Platform(TestClient(create(known)), known, platform.account, service)


def _until_owed(container: Container) -> None:
    for _ in range(500):
        if _states(container) == ["owed"]:
            return
        Event().wait(0.01)
    raise AssertionError(_states(container))


def test_a_message_whose_thinker_died_is_thought_about_again(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    platform = Platform.of(container, api_url=there.url)
    message = parse(text("太原街路灯坏了三天").encode())
    with container.engine.begin() as connection:
        post.keep(connection, container.core.sealer, message, at=clock.at, grace=timedelta(seconds=5))
        assert post.think(connection, message.id, at=clock.at)
        assert not post.think(connection, message.id, at=clock.at), "only one thinks"
    assert platform.service.tick() == 0
    clock.at += timedelta(seconds=61)
    platform.service.tick()
    clock.at += timedelta(seconds=6)
    platform.service.tick()
    assert (_count(container), len(told(there.asked)), _states(container)) == (1, 1, ["sent"])


def test_a_message_nobody_got_to_think_about_is_not_lost(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    platform = Platform.of(container, api_url=there.url)
    with container.engine.begin() as connection:
        message = parse(text("太原街路灯坏了三天").encode())
        post.keep(connection, container.core.sealer, message, at=clock.at, grace=timedelta(seconds=5))
    clock.at += timedelta(seconds=6)
    platform.service.tick()
    assert _count(container) == 1


def test_what_breaks_while_thinking_is_tried_again_and_not_for_ever(container: Container, clock: FixedClock) -> None:
    platform = Platform.of(container)

    def breaks(message: Message, at: datetime) -> Spoken:
        raise ValueError(message.words)

    platform = replace_speak(platform, breaks)
    with pytest.raises(ValueError, match="路灯"):
        platform.service.receive(parse(text("太原街路灯坏了三天").encode()))
    for _ in range(10):
        clock.at += timedelta(days=1)
        platform.service.tick()
    with container.engine.connect() as connection:
        row = connection.execute(select(wechat_message)).one()
    assert (row.state, row.error, row.attempts) == ("failed", "ValueError", post.MOST_ATTEMPTS)


def test_a_repetition_is_answered_to_the_citizen_alone_and_once(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    platform = Platform.of(container, api_url=there.url)
    said = platform.hears(platform.brings(text("太原街路灯坏了三天")))
    for _ in range(3):
        assert platform.hears(platform.brings(text("太原街路灯坏了三天"))) == ""
        platform.service.tick()
    assert told(there.asked) == [(CITIZEN, said)]
    assert _count(container) == 1


def test_photos_and_places_belong_to_what_was_said_in_the_last_half_hour(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    there.script = Interface({"media/get": [Answer(body=jpeg())]})
    platform = Platform.of(container, api_url=there.url)
    platform.hears(platform.brings(text("太原街路灯坏了三天", "1")))
    number = _number(container)
    assert number in platform.hears(platform.brings(xml("image", MediaId="m", MsgId="2")))
    assert number in platform.hears(platform.brings(xml("location", Label="太原街5号", MsgId="3")))
    platform.service.tick()
    assert _files(container) == ["image/jpeg"]
    with container.engine.connect() as connection:
        entries = cases.entries(connection, number)
    assert [entry.verb for entry in entries] == [Verb.REGISTER, Verb.ADD_FACTS]
    clock.at += timedelta(minutes=31)
    assert "请用文字说明" in platform.hears(platform.brings(xml("image", MediaId="m", MsgId="4")))


def test_photos_sent_before_the_words_come_along(container: Container, there: StandIn) -> None:
    there.script = Interface({"media/get": [Answer(body=jpeg())]})
    platform = Platform.of(container, api_url=there.url)
    assert "收到" in platform.hears(platform.brings(xml("image", MediaId="m", MsgId="1")))
    assert platform.service.tick() == 0
    platform.brings(text("太原街路灯坏了三天", "2"))
    platform.service.tick()
    assert _files(container) == ["image/jpeg"]
    platform.brings(text("还有一件别的事情", "3"))
    platform.service.tick()
    assert _files(container) == ["image/jpeg"], "once"


def test_a_voice_is_kept_with_its_petition(container: Container, there: StandIn) -> None:
    there.script = Interface({"media/get": [Answer(body=VOICE)]})
    platform = Platform.of(container, api_url=there.url)
    platform.brings(xml("voice", MediaId="m", Recognition="", MsgId="1"))
    platform.service.tick()
    assert _files(container) == ["audio/amr"]


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"PK\x03\x04", b"#!AMR" * 600_000], ids=["nothing", "page", "zip", "huge"]
)
def test_what_is_no_photo_and_no_voice_is_left_out(container: Container, there: StandIn, body: bytes) -> None:
    there.script = Interface({"media/get": [Answer(body=body)]})
    platform = Platform.of(container, api_url=there.url)
    platform.brings(text("太原街路灯坏了三天", "1"))
    for kind, identity in (("image", "2"), ("voice", "3")):
        platform.brings(xml(kind, MediaId="m", Recognition="家里停水", MsgId=identity))
    platform.service.tick()
    assert _files(container) == []


def test_a_photo_that_cannot_be_fetched_now_is_fetched_later(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    there.script = Interface({"media/get": [Answer(status=500), coded(-1), Answer(body=jpeg())]})
    platform = Platform.of(container, api_url=there.url)
    platform.brings(text("太原街路灯坏了三天", "1"))
    platform.brings(xml("image", MediaId="m", MsgId="2"))
    for _ in range(3):
        platform.service.tick()
        clock.at += timedelta(minutes=5)
    assert _files(container) == ["image/jpeg"]


@pytest.mark.parametrize("answer", [coded(40007), Answer(status=404)])
def test_a_photo_that_is_gone_is_not_asked_for_again(
    container: Container, clock: FixedClock, there: StandIn, answer: Answer
) -> None:
    there.script = Interface({"media/get": [answer]})
    platform = Platform.of(container, api_url=there.url)
    platform.brings(text("太原街路灯坏了三天", "1"))
    platform.brings(xml("image", MediaId="m", MsgId="2"))
    for _ in range(5):
        platform.service.tick()
        clock.at += timedelta(days=1)
    assert sum("/media/get" in asked.path for asked in there.asked) == 1


def test_after_closing_a_place_waits_for_the_next_matter(container: Container, there: StandIn) -> None:
    platform = Platform.of(container, api_url=there.url)
    platform.brings(text("太原街路灯坏了三天", "1"))
    stored.tell(container.core, _number(container), Verb.ANSWER)
    assert "收到" in platform.hears(platform.brings(xml("location", Label="太原街5号", MsgId="2")))


def test_nothing_of_a_citizen_stands_in_clear_and_old_messages_go(container: Container, clock: FixedClock) -> None:
    platform = Platform.of(container)
    said = platform.hears(platform.brings(text("太原街路灯坏了三天")))
    with container.engine.connect() as connection:
        row = str(connection.execute(sql("SELECT row_to_json(m)::text FROM wechat_message m")).scalar_one())
    for secret in (CITIZEN, "路灯", said[-8:]):
        assert secret not in row
        assert secret.encode().hex() not in row
    clock.at += timedelta(days=31)
    platform.service.tick()
    assert _states(container) == []
