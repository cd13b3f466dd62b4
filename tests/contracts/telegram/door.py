"""Telegram cases: a step's ``update`` is posted as JSON, its ``body`` as it is; ``files`` are what the bot may fetch.

``secret`` in a step stands in the place of ours. What is told went over the wire to a stand-in of the Bot API.
"""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from channels.telegram.bot import Bot
from channels.telegram.receiver import PATH, SECRET_HEADER, secret_of
from tests.channels.photo import jpeg
from tests.channels.telegram.bot_api import TOKEN, bot_api
from tests.contracts.talk import Step, play

_FILES = {
    "jpeg": jpeg(gps=True),
    "ogg": b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(300),
    "text": b"no file",
}


def send(client: TestClient, container: Container, given: dict[str, Any]) -> httpx2.Response:
    """The last answer; every update before it was answered and talked about too."""

    def bring(step: Step) -> httpx2.Response:
        body = step["body"].encode() if "body" in step else json.dumps(step["update"]).encode()
        secret = step.get("secret", secret_of(container.core.sealer))
        headers = {SECRET_HEADER: secret, "accept": "application/json"}
        return client.post(PATH, content=body, headers=headers)

    with bot_api() as api, patch.object(container.dialogue, "soon", new=lambda work: work()):
        api.files = {name: _FILES[kind] for name, kind in given.get("files", {}).items()}
        bot = Bot(TOKEN, api_url=api.url)
        container.dialogue.carriers = {"telegram": bot}
        answer = play(container, given["steps"], bring)
        bot.close()
    return answer
