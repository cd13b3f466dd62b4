"""The webhook: forged, repeated, flooded; and what happens after it has answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin import subscription
from admin.waiting import wait_until
from admin.wiring import Container
from channels.dialogue.schema import message
from channels.telegram.receiver import PATH, SECRET_HEADER, secret_of
from tests.channels.dialogue.citizen import petitions
from tests.channels.photo import jpeg
from tests.channels.telegram import bot_api, updates
from tests.channels.telegram.bot_api import BotApi
from tracking.domain.clock import FixedClock
from tracking.store import schema

MATTER = "楼下的路灯坏了三天没人修"


def _sends(telegram: TestClient, reached: Container, update: dict[str, Any], **headers: str) -> httpx2.Response:
    secret = {SECRET_HEADER: secret_of(reached.core.sealer)}
    return telegram.post(PATH, json=update, headers=secret | headers)


def _states(reached: Container) -> list[str]:
    with reached.engine.connect() as connection:
        return list(connection.execute(select(message.c.state).order_by(message.c.id)).scalars())


def _attempts(reached: Container) -> list[int]:
    with reached.engine.connect() as connection:
        return list(connection.execute(select(message.c.attempts).order_by(message.c.id)).scalars())


def _is_quiet(reached: Container) -> bool:
    return "waiting" not in _states(reached) and "queued" not in _states(reached)


def test_what_is_said_is_answered_where_it_was_said(telegram: TestClient, reached: Container, api: BotApi) -> None:
    assert _sends(telegram, reached, updates.message(text=MATTER)).status_code == 200
    assert wait_until(lambda: len(api.sent()) == 3, seconds=10)
    assert wait_until(lambda: _is_quiet(reached), seconds=10)
    assert petitions(reached) == [MATTER]
    assert "查询码" in api.sent()[2]
    assert {given["chat_id"] for method, given in api.called if method == "sendMessage"} == {str(updates.CHAT)}
    with reached.engine.connect() as connection:
        assert connection.execute(select(schema.petition.c.number)).scalar_one()[11] == "T"


@pytest.mark.parametrize("secret", ["", "0" * 64, "é"])
def test_a_forged_update_is_refused_and_does_nothing(telegram: TestClient, reached: Container, secret: str) -> None:
    headers = {SECRET_HEADER.encode(): secret.encode()}
    for given in (headers, {}):
        assert telegram.post(PATH, json=updates.message(text=MATTER), headers=given).status_code == 403
    assert _states(reached) == []


def test_an_update_that_comes_again_acts_once(telegram: TestClient, reached: Container, api: BotApi) -> None:
    update = updates.message(text=MATTER)
    for _ in range(3):
        assert _sends(telegram, reached, update).status_code == 200
    assert wait_until(lambda: len(api.sent()) == 3 and _is_quiet(reached), seconds=10)
    assert petitions(reached) == [MATTER]


def test_what_is_no_update_is_refused(telegram: TestClient, reached: Container) -> None:
    headers = {SECRET_HEADER: secret_of(reached.core.sealer), "accept": "application/json"}
    for body in (b"", b"[]", b"{", b'{"update_id": "x"}', b"\xff\xfe"):
        assert telegram.post(PATH, content=body, headers=headers).status_code in (200, 400)
    assert _states(reached) == []


def test_who_floods_is_told_to_come_later(telegram: TestClient, reached: Container) -> None:
    answers = [_sends(telegram, reached, updates.message(text="好", chat=7)).status_code for _ in range(31)]
    assert (answers[29], answers[30]) == (200, 429)
    assert _sends(telegram, reached, updates.message(text="好", chat=8)).status_code == 200
    assert wait_until(lambda: "waiting" not in _states(reached), seconds=30)


def test_a_pressed_button_is_acknowledged(telegram: TestClient, reached: Container, api: BotApi) -> None:
    _sends(telegram, reached, updates.press("progress"))
    assert wait_until(lambda: len(api.sent()) == 2, seconds=10)
    assert "answerCallbackQuery" in [method for method, _ in api.called]


def test_a_photo_goes_with_the_petition(telegram: TestClient, reached: Container, api: BotApi) -> None:
    api.files = {"p20": jpeg()}
    _sends(telegram, reached, updates.message(photo=updates.photo(20), caption=MATTER))
    assert wait_until(lambda: len(api.sent()) == 3, seconds=10)
    with reached.engine.connect() as connection:
        kept = connection.execute(select(schema.attachment)).one()
    assert kept.media_type == "image/jpeg"


def test_a_photo_that_cannot_be_fetched_is_told_and_the_words_are_kept(
    telegram: TestClient, reached: Container, api: BotApi
) -> None:
    _sends(telegram, reached, updates.message(photo=updates.photo(20), caption=MATTER))
    assert wait_until(lambda: len(api.sent()) == 4, seconds=10)
    assert "没有收到" in api.sent()[3]
    assert petitions(reached) == [MATTER]


@pytest.mark.parametrize("trouble", [bot_api.TOO_MANY, bot_api.BROKEN], ids=["429", "502"])
def test_a_reply_that_did_not_arrive_comes_later_and_in_order(
    telegram: TestClient, reached: Container, api: BotApi, clock: FixedClock, trouble: bot_api.Answer
) -> None:
    api.script = [bot_api.OK, trouble]
    _sends(telegram, reached, updates.message(text=MATTER))
    assert wait_until(lambda: len(api.sent()) == 2, seconds=10)
    assert wait_until(lambda: sum(_attempts(reached)) == 1, seconds=10)
    assert _states(reached) == ["handled", "sent", "queued", "queued"]
    assert reached.dialogue.deliver_left() == 0
    clock.at += timedelta(minutes=1)
    assert reached.dialogue.deliver_left() == 1
    texts = api.sent()
    assert texts[1] == texts[2]
    assert "查询码" in texts[3]
    assert len(texts) == 4


def test_a_citizen_who_blocked_the_bot_is_left_alone(
    telegram: TestClient, reached: Container, api: BotApi, clock: FixedClock
) -> None:
    api.script = [bot_api.BLOCKED] * 3
    _sends(telegram, reached, updates.message(text=MATTER))
    assert wait_until(lambda: _states(reached) == ["handled", "failed", "failed", "failed"], seconds=10)
    clock.at += timedelta(hours=1)
    assert reached.dialogue.deliver_left() == 0
    assert petitions(reached) == [MATTER]


def test_after_many_tries_a_reply_is_given_up(reached: Container, api: BotApi, clock: FixedClock) -> None:
    from channels.dialogue.utterance import Utterance

    identity = reached.dialogue.hear("telegram", "4711", Utterance(text="好"), external_id="1")
    reached.dialogue.answer(identity or "")
    api.script = [bot_api.BROKEN] * 99
    for _ in range(40):
        clock.at += timedelta(minutes=11)
        reached.dialogue.deliver_left()
    assert _states(reached) == ["handled", "failed", "failed"]


def test_without_a_bot_there_is_no_webhook(container: Container) -> None:
    from admin.app import create

    container.dialogue.carriers = {}
    with TestClient(create(container)) as client:
        assert client.post(PATH, json=updates.message(text=MATTER)).status_code == 404


def test_our_address_is_told_whenever_telegram_can_be_reached(reached: Container, api: BotApi) -> None:
    assert subscription.renew(reached)
    assert api.called[-1][1]["secret_token"] == secret_of(reached.core.sealer)


def test_the_simulated_bot_is_never_registered_anywhere(container: Container) -> None:
    assert not subscription.renew(container)
