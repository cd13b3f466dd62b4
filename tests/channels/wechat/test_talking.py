"""The account in the dialogue: silence at once, the words by message; each message once, whatever is down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from admin.wiring import Container
from channels.dialogue.schema import message
from channels.wechat.api import Api
from channels.wechat.datum import spot_of
from channels.wechat.port import parse
from channels.wechat.schema import wechat_message
from channels.wechat.talking import Courier, said
from tests.channels.dialogue.citizen import petitions
from tests.channels.photo import jpeg
from tests.channels.wechat.platform import CITIZEN, Interface, Platform, coded, text, told, xml
from tests.contracts.talk import Step, play
from tests.stand_in import Answer, StandIn, standing_in
from tracking.domain.clock import FixedClock
from tracking.store import schema

MATTER = "太原街路灯坏了三天"
VOICE = b"#!AMR\n" + bytes(200)


@pytest.fixture
def there() -> Iterator[StandIn]:
    with standing_in() as other:
        other.script = Interface({})
        yield other


@pytest.fixture
def platform(container: Container, there: StandIn) -> Iterator[Platform]:
    """An account that may speak, with an engine that nobody started; what is done in the background is done at once."""
    platform = Platform.of(container, api_url=there.url)
    account = platform.account
    container.dialogue.carriers = {"wechat": Courier(Api(account, container.core.clock, patience=0.5))}
    with patch.object(container.dialogue, "soon", new=lambda work: work()):
        yield platform


def _words(there: StandIn) -> list[str]:
    assert {to for to, _ in told(there.asked)} <= {CITIZEN}
    return [words for _, words in told(there.asked)]


def _kinds(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.attachment.c.media_type)).scalars())


def test_while_the_engine_is_down_the_message_becomes_a_petition_and_the_citizen_is_told(
    container: Container, platform: Platform, there: StandIn
) -> None:
    assert platform.hears(platform.brings(text(MATTER))) == ""
    notice, down, filed = _words(there)
    assert "这里是沈阳市民意诉求平台" in notice
    assert "暂时不能用" in down
    assert "编号：SY20260302-X-000001-" in filed
    assert petitions(container) == [MATTER]


def test_the_answer_does_not_wait_for_the_dialogue(container: Container, platform: Platform, there: StandIn) -> None:
    left: list[object] = []
    with patch.object(container.dialogue, "soon", new=left.append):
        assert platform.hears(platform.brings(text(MATTER))) == ""
    assert (len(left), petitions(container), _words(there)) == (1, [], [])


def test_what_a_process_left_behind_is_taken_up(
    container: Container, platform: Platform, there: StandIn, clock: FixedClock
) -> None:
    with patch.object(container.dialogue, "soon", new=lambda work: None):
        platform.brings(text(MATTER))
    clock.at += timedelta(minutes=1)
    container.dialogue.answer_left()
    clock.at += timedelta(minutes=1)
    container.dialogue.deliver_left()
    assert (petitions(container), len(_words(there))) == ([MATTER], 3)


def test_a_message_brought_again_does_nothing(container: Container, platform: Platform, there: StandIn) -> None:
    for _ in range(3):
        assert platform.hears(platform.brings(text(MATTER))) == ""
    assert (petitions(container), len(_words(there))) == ([MATTER], 3)


def test_with_the_dialogue_off_a_message_is_a_petition_and_answered_at_once(
    container: Container, platform: Platform, there: StandIn
) -> None:
    container.dialogue.engine = None
    assert "已登记" in platform.hears(platform.brings(text(MATTER)))
    assert (petitions(container), _words(there)) == ([MATTER], [])


def test_an_account_that_may_not_speak_answers_at_once(container: Container, platform: Platform) -> None:
    container.dialogue.carriers = {}
    assert "已登记" in platform.hears(platform.brings(text(MATTER)))


def test_who_follows_the_account_is_greeted_at_once(container: Container, platform: Platform) -> None:
    assert "民意诉求平台" in platform.hears(platform.brings(xml("event", Event="subscribe")))
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(message)).scalar_one() == 0


def test_the_engine_asks_and_its_buttons_are_words(container: Container, platform: Platform, there: StandIn) -> None:
    act = {"action": "validate_petition_form", "form": "petition_form", "intent": "tell", "slots": {}}
    steps: list[Step] = [{"engine": {"hears": MATTER, "actions": [act]}}, {"words": MATTER}]
    play(container, steps, lambda step: platform.brings(text(step["words"])))
    assert petitions(container) == []
    assert "可以留一个电话" in _words(there)[-1] or "是在哪里" in _words(there)[-1]
    assert _words(there)[-1].endswith("]")


def test_a_voice_is_a_petition_with_its_recording(container: Container, platform: Platform, there: StandIn) -> None:
    there.script = Interface({"media/get": [Answer(body=VOICE)]})
    platform.brings(xml("voice", MediaId="m", Recognition="家里停水两天了", MsgId="1"))
    assert "家里停水两天了" in petitions(container)[0]
    assert _kinds(container) == ["audio/amr"]


def test_a_photo_that_cannot_be_fetched_is_told(container: Container, platform: Platform, there: StandIn) -> None:
    there.script = Interface({"media/get": [coded(40007)]})
    platform.brings(xml("image", MediaId="m", MsgId="1"))
    assert "有一个文件没有收到" in _words(there)[-1]


def test_a_photo_goes_with_the_petition_told_after_it(container: Container, platform: Platform, there: StandIn) -> None:
    there.script = Interface({"media/get": [Answer(body=jpeg(gps=True))]})
    platform.brings(xml("image", MediaId="m", MsgId="1"))
    platform.brings(text(MATTER, "2"))
    assert _kinds(container) == ["image/jpeg"]


@pytest.mark.parametrize(("trouble", "again"), [(coded(-1), 1), (Answer(status=503), 1), (coded(43004), 0)])
def test_a_reply_refused_for_now_comes_later_and_one_refused_for_good_does_not(
    container: Container, platform: Platform, there: StandIn, clock: FixedClock, trouble: Answer, again: int
) -> None:
    there.script = Interface({"custom/send": [trouble, coded(0)]})
    platform.brings(text(MATTER))
    before = len(_words(there))
    clock.at += timedelta(minutes=1)
    assert container.dialogue.deliver_left() == again
    assert (len(_words(there)) > before) is bool(again)


def test_nothing_of_it_stands_in_two_tables(container: Container, platform: Platform) -> None:
    platform.brings(text(MATTER))
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(wechat_message)).scalar_one() == 0


def test_a_place_of_the_platform_is_moved_to_where_it_is() -> None:
    spot = spot_of(121.531541859215, 31.17530398364597)
    assert (spot.longitude, spot.latitude) == pytest.approx((121.5272106, 31.1774276), abs=1e-4)


@pytest.mark.parametrize("where", [("91", "123"), ("41.8", "181"), ("x", "1"), ("", "")])
def test_a_place_that_is_none_says_nothing(where: tuple[str, str]) -> None:
    north, east = where
    body = xml("location", Location_X=north, Location_Y=east, Label="太原街", MsgId="1")
    assert said(parse(body.encode())) is None
