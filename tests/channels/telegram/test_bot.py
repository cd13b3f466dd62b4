"""The Bot API slow, refusing, broken: the real library against a server on this machine."""

from __future__ import annotations

import logging

import pytest

from channels.dialogue.carrier import FilesLost, NotCarried
from channels.dialogue.press import Press
from channels.dialogue.utterance import Reply, Utterance
from channels.telegram.bot import Bot
from tests.channels.photo import jpeg
from tests.channels.telegram import bot_api
from tests.channels.telegram.bot_api import TOKEN, BotApi

REPLY = Reply(text="就这样登记吗？", buttons=[(Press.YES, "是"), (Press.NO, "不是")])
OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(200)


@pytest.fixture
def bot(api: BotApi):  # type: ignore[no-untyped-def]
    bot = Bot(TOKEN, api_url=api.url, seconds=1.0)
    yield bot
    bot.close()


def test_a_reply_goes_out_with_its_buttons(bot: Bot, api: BotApi) -> None:
    bot.carry("4711", REPLY)
    assert api.sent() == ["就这样登记吗？"]
    assert api.keyboards() == [["yes", "no"]]
    assert api.called[-1][1]["chat_id"] == "4711"


def test_a_long_reply_goes_out_in_pieces_with_the_buttons_last(bot: Bot, api: BotApi) -> None:
    bot.carry("4711", Reply(text="长" * 9000, buttons=REPLY.buttons))
    assert [len(text) for text in api.sent()] == [4000, 4000, 1000]
    assert api.keyboards() == [[], [], ["yes", "no"]]


@pytest.mark.parametrize(
    ("answer", "permanent", "retry_after"),
    [
        (bot_api.TOO_MANY, False, 7),
        (bot_api.BROKEN, False, 0),
        (bot_api.BLOCKED, True, 0),
        (bot_api.BAD, True, 0),
        (bot_api.UNKNOWN_TOKEN, False, 0),
    ],
    ids=["429", "502", "403", "400", "401"],
)
def test_every_error_knows_whether_trying_again_helps(
    bot: Bot, api: BotApi, answer: bot_api.Answer, permanent: bool, retry_after: float
) -> None:
    api.script = [answer]
    with pytest.raises(NotCarried) as refused:
        bot.carry("4711", REPLY)
    assert (refused.value.permanent, refused.value.retry_after) == (permanent, retry_after)
    bot.carry("4711", REPLY)


def test_a_slow_answer_ends_the_wait(bot: Bot, api: BotApi) -> None:
    api.script = [None]
    with pytest.raises(NotCarried) as refused:
        bot.carry("4711", REPLY)
    assert not refused.value.permanent


def test_nobody_there_is_no_reason_to_stop(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bot = Bot(TOKEN, api_url="http://127.0.0.1:9", seconds=1.0)
    with pytest.raises(NotCarried) as refused:
        bot.carry("4711", REPLY)
    bot.acknowledge("99")
    bot.close()
    assert not refused.value.permanent
    assert TOKEN not in str(refused.value)
    assert [each.name for each in caplog.records if TOKEN in each.getMessage() and each.name.startswith("httpx")] == []


def test_files_come_as_what_they_are(bot: Bot, api: BotApi) -> None:
    api.files = {"p": jpeg(gps=True), "v": OGG}
    photo, voice = bot.fetch(Utterance(photos=["p"], voices=["v"]))
    assert (photo.media_type, voice.media_type, voice.body) == ("image/jpeg", "audio/ogg", OGG)
    assert photo.body != api.files["p"]


def test_a_file_that_is_not_what_it_seems_is_lost_and_the_others_are_not(bot: Bot, api: BotApi) -> None:
    api.files = {"p": b"<svg/>", "q": jpeg(), "v": b"MZ" + bytes(99)}
    with pytest.raises(FilesLost) as lost:
        bot.fetch(Utterance(photos=["p", "gone", "q"], voices=["v"]))
    assert [each.media_type for each in lost.value.got] == ["image/jpeg"]


def test_it_tells_where_updates_shall_go(bot: Bot, api: BotApi) -> None:
    bot.subscribe("https://minyi.example/telegram/webhook", "s" * 64)
    method, given = api.called[-1]
    assert method == "setWebhook"
    assert given["url"] == "https://minyi.example/telegram/webhook"
    assert given["secret_token"] == "s" * 64
    assert given["allowed_updates"] == '["message", "callback_query"]'
