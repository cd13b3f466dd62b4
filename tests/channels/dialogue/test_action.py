"""Where the engine calls us: who may, and when it is too late."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from admin.app import create
from admin.messenger import dialogue_secret
from admin.wiring import Container
from channels.dialogue.engine import SECRET_HEADER
from channels.dialogue.receiver import PATH
from channels.dialogue.schema import conversation
from channels.dialogue.step import STEPS
from tests.channels.dialogue.citizen import Chatter

HERE = ("127.0.0.1", 50000)


def _call(container: Container, chatter: Chatter, *, turn: int | None, action: str = "action_help") -> dict[str, Any]:
    message = {"intent": {"name": "help"}, "entities": [], "text": "帮助", "metadata": {"turn": turn}}
    tracker = {"sender_id": chatter.identity, "slots": {}, "latest_message": message, "events": [], "active_loop": {}}
    return {"next_action": action, "sender_id": chatter.identity, "tracker": tracker, "version": "3.6.21"}


@pytest.fixture
def chatter(container: Container) -> Chatter:
    """Somebody whose message is being answered."""
    chatter = Chatter(container)
    chatter.says("好")
    with container.engine.begin() as connection:
        connection.execute(update(conversation).values(turn=1))
    return chatter


def _post(
    container: Container, call: dict[str, Any], *, where: tuple[str, int] = HERE, secret: str | None = None
) -> Any:
    given = dialogue_secret(container.settings) if secret is None else secret
    with TestClient(create(container), client=where) as client:
        return client.post(PATH, json=call, headers={SECRET_HEADER: given, "accept": "application/json"})


def test_a_step_is_made_and_its_words_stay_here(container: Container, chatter: Chatter) -> None:
    answer = _post(container, _call(container, chatter, turn=1))
    assert answer.json() == {"events": [], "responses": []}
    assert "您可以：" in chatter.transcript()


@pytest.mark.parametrize("secret", ["", "0" * 64])
def test_nobody_acts_without_the_secret(container: Container, chatter: Chatter, secret: str) -> None:
    assert _post(container, _call(container, chatter, turn=1), secret=secret).status_code == 403


@pytest.mark.parametrize("address", ["203.0.113.9", "::ffff:203.0.113.9", "testclient", ""])
def test_nobody_acts_from_elsewhere(container: Container, chatter: Chatter, address: str) -> None:
    assert _post(container, _call(container, chatter, turn=1), where=(address, 1)).status_code == 403


@pytest.mark.parametrize("turn", [None, 2])
def test_an_action_for_another_message_comes_too_late(container: Container, chatter: Chatter, turn: int | None) -> None:
    assert _post(container, _call(container, chatter, turn=turn)).status_code == 409
    assert "您可以：" not in chatter.transcript()


def test_an_action_that_is_not_ours_is_refused(container: Container, chatter: Chatter) -> None:
    assert _post(container, _call(container, chatter, turn=1, action="action_restart")).status_code == 404


@pytest.mark.parametrize("name", sorted(STEPS))
def test_every_step_answers_whatever_the_engine_thinks(container: Container, chatter: Chatter, name: str) -> None:
    assert _post(container, _call(container, chatter, turn=1, action=name)).status_code == 200
