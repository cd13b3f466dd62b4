"""The platform's interface: a token kept while it holds, codes that are understood, and patience that ends."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from admin.wiring import Container
from channels.wechat import post
from channels.wechat.account import Account
from channels.wechat.api import Api, PlatformError
from channels.wechat.schema import wechat_message
from tests.channels.wechat.platform import Interface, Platform, coded, text, told
from tests.stand_in import Answer, StandIn, standing_in
from tests.tracking.city import MONDAY
from tracking.domain.clock import FixedClock

SEND, TOKEN = "custom/send", "stable_token"


@pytest.fixture
def there() -> Iterator[StandIn]:
    with standing_in() as other:
        other.script = Interface({})
        yield other


def _api(there: StandIn, clock: FixedClock | None = None) -> Api:
    account = Account(token="t", app_id="wx", secret="secret", api_url=there.url)
    return Api(account, clock or FixedClock(MONDAY), patience=0.5)


def _tokens(there: StandIn) -> list[bool]:
    """For each token that was asked for, whether a fresh one was forced."""
    return [json.loads(each.body)["force_refresh"] for each in there.asked if TOKEN in each.path]


def test_a_message_is_sent_in_plain_utf8_with_a_token(there: StandIn) -> None:
    _api(there).tell("oX", "已登记")
    sent = there.asked[-1]
    assert sent.path == "/cgi-bin/message/custom/send?access_token=t-1"
    assert "已登记".encode() in sent.body
    assert json.loads(sent.body) == {"touser": "oX", "msgtype": "text", "text": {"content": "已登记"}}


def test_a_token_is_kept_until_shortly_before_it_ends(there: StandIn) -> None:
    clock = FixedClock(MONDAY)
    api = _api(there, clock)
    for minutes in (0, 60, 54):
        clock.at += timedelta(minutes=minutes)
        api.tell("oX", "x")
    assert _tokens(there) == [False]
    clock.at += timedelta(minutes=2)
    api.tell("oX", "x")
    assert _tokens(there) == [False, False]


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_worn_out_token_is_exchanged_and_the_call_made_once_more(there: StandIn, code: int) -> None:
    there.script = Interface({SEND: [coded(code), coded(0)]})
    _api(there).tell("oX", "x")
    assert _tokens(there) == [False, True]
    assert len(told(there.asked)) == 2


def test_a_token_that_is_never_accepted_is_not_asked_for_without_end(there: StandIn) -> None:
    there.script = Interface({SEND: [coded(40001)]})
    with pytest.raises(PlatformError) as failed:
        _api(there).tell("oX", "x")
    assert not failed.value.permanent
    assert len(there.asked) == 4


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        (coded(45015), True),
        (coded(48001), True),
        (coded(40003), True),
        (coded(-1), False),
        (coded(45009), False),
        (coded(45047), False),
        (Answer(status=500), False),
        (Answer(status=503), False),
        (Answer(status=429), False),
        (Answer(status=404), True),
        (Answer(body=b'{"errcode": "x"}'), False),
    ],
)
def test_it_says_whether_again_helps(there: StandIn, answer: Answer, permanent: bool) -> None:
    there.script = Interface({SEND: [answer]})
    with pytest.raises(PlatformError) as failed:
        _api(there).tell("oX", "x")
    assert (failed.value.permanent, failed.value.unknown) == (permanent, False)
    assert "t-1" not in str(failed.value)


@pytest.mark.parametrize(
    "answer", [coded(40013), coded(40125), Answer(body=b"{}"), Answer(body=b"[]"), Answer(body=b"\xff")]
)
def test_without_a_token_nothing_is_sent(there: StandIn, answer: Answer) -> None:
    there.script = Interface({TOKEN: [answer]})
    with pytest.raises(PlatformError):
        _api(there).tell("oX", "x")
    assert told(there.asked) == []


def test_nobody_there_may_be_tried_again() -> None:
    with pytest.raises(PlatformError) as failed:
        Api(Account(app_id="wx", secret="s", api_url="http://127.0.0.1:1"), FixedClock(MONDAY)).tell("oX", "x")
    assert (failed.value.permanent, failed.value.unknown) == (False, False)


def test_a_message_that_got_no_answer_may_have_arrived(there: StandIn) -> None:
    there.script = Interface({SEND: [Answer(until=Event())]})
    began = time.monotonic()
    with pytest.raises(PlatformError) as failed:
        _api(there).tell("oX", "x")
    assert failed.value.unknown
    assert time.monotonic() - began < 4


def test_a_file_too_large_is_not_taken_in(there: StandIn) -> None:
    there.script = Interface({"media/get": [Answer(body=b"x" * (11 * 1024 * 1024))]})
    with pytest.raises(PlatformError, match="too large"):
        _api(there).media("m")


def _owing(container: Container, clock: FixedClock, there: StandIn) -> Platform:
    """An account that owes a citizen an answer."""
    platform = Platform.of(container, api_url=there.url)
    platform.brings(text("太原街路灯坏了三天"))
    platform.brings(text("太原街路灯坏了三天"))
    return platform


def _state(container: Container) -> str:
    with container.engine.connect() as connection:
        state: str = connection.execute(select(wechat_message.c.state)).scalar_one()
    return state


@pytest.mark.parametrize(
    ("answers", "state", "sent"),
    [
        ([coded(-1), Answer(status=500), coded(0)], "sent", 3),
        ([coded(45015)], "failed", 1),
        ([Answer(until=Event())], "unknown", 1),
        ([coded(-1)], "failed", 5),
    ],
    ids=["well later", "never", "perhaps", "never well"],
)
def test_an_answer_that_is_owed_is_said_once_or_given_up(
    container: Container, clock: FixedClock, there: StandIn, answers: list[Answer], state: str, sent: int
) -> None:
    there.script = Interface({SEND: answers})
    platform = _owing(container, clock, there)
    for _ in range(9):
        platform.service.tick()
        clock.at += timedelta(hours=12)
    assert (_state(container), len(told(there.asked))) == (state, sent)


def test_a_sender_that_died_leaves_what_it_sent_unknown(
    container: Container, clock: FixedClock, there: StandIn
) -> None:
    platform = _owing(container, clock, there)
    with container.engine.begin() as connection:
        assert len(post.owed(connection, container.core.sealer, now=clock.at, most=9)) == 1
    clock.at += timedelta(minutes=2)
    platform.service.tick()
    assert (_state(container), told(there.asked)) == ("unknown", [])
