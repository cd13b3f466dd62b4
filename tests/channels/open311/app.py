"""A reporting program that speaks GeoReport v2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from channels import credential

PATH = "/open311/v2"
TOPIC = "030101"


@dataclass
class App:
    """One program with its key."""

    client: TestClient
    key: str

    @classmethod
    def of(cls, client: TestClient, container: Container, name: str = "市民随手拍") -> App:
        core = container.core
        with core.engine.begin() as connection:
            made = credential.issue(connection, core.sealer, channel="open311", holder=name, by="test", at=core.now())
        return cls(client, credential.as_one(made))

    def brings(self, form: str = "json", headers: dict[str, str] | None = None, **fields: str) -> httpx2.Response:
        data = {"api_key": self.key, "service_code": TOPIC, "description": "家里暖气只有十四度", **fields}
        return self.client.post(f"{PATH}/requests.{form}", data=data, headers=headers)

    def brought(self, **fields: str) -> str:
        """The number of a request that was taken."""
        answer = self.brings("json", None, **fields)
        assert answer.status_code == 201, answer.text
        number: str = answer.json()[0]["service_request_id"]
        return number

    def asks(self, number: str = "", form: str = "json", **query: str) -> httpx2.Response:
        path = f"{PATH}/requests/{number}.{form}" if number else f"{PATH}/requests.{form}"
        return self.client.get(path, params=query)

    def finds(self, **query: str) -> list[str]:
        """The numbers of what is found."""
        answer: list[dict[str, Any]] = self.asks(**query).json()
        return [each["service_request_id"] for each in answer]
