"""WeChat cases: ``message`` is brought as the platform does, ``sealed`` in its sealed mode; ``get`` asks for proof."""

from __future__ import annotations

from typing import Any

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from channels.wechat import seal
from tests.channels.wechat.platform import KEY, TOKEN, Platform, xml


def send(client: TestClient, container: Container, given: dict[str, Any]) -> httpx2.Response:
    """The last answer; every message before it was brought too."""
    if given.get("closed"):
        return client.post("/wechat")
    platform = Platform.of(container, aes_key=KEY if given.get("sealed") else "")
    if "get" in given:
        seconds = str(int(container.core.now().timestamp()))
        known = {
            "timestamp": seconds,
            "nonce": "n",
            "signature": seal.sign(TOKEN, seconds, "n"),
            "echostr": "echo-98765",
        }
        return platform.client.get("/wechat", params=known | given["get"])
    for each in given["messages"]:
        body = each["body"] if "body" in each else xml(each.pop("kind"), **each)
        answer = platform.brings(body, late=given.get("late", 0), **given.get("stamp", {}))
    return answer
