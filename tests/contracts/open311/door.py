"""Open311 cases: ``form`` is brought with a key in force unless it names one, ``get`` is asked for."""

from __future__ import annotations

from typing import Any

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from tests.channels.open311.app import PATH, App


def send(client: TestClient, container: Container, given: dict[str, Any]) -> httpx2.Response:
    """One request."""
    if "get" in given:
        return client.get(f"{PATH}/{given['get']}", params=given.get("query"))
    path = f"{PATH}/requests.{given.get('format', 'json')}"
    if "content" in given:
        return client.post(path, content=given["content"].encode("latin-1"))
    key = App.of(client, container).key
    return client.post(path, data={"api_key": key, **given["form"]}, headers=given.get("headers"))
