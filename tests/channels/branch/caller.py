"""A branch hotline: has a key, signs what it uploads."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from admin.wiring import Container
from channels import credential, signature
from channels.credential import Holder

PATH = "/api/v1/branch/petitions"
ROW: dict[str, Any] = {"id": "1", "text": "和平区太原街一栋楼从昨晚开始没有水"}
ANSWERED = {
    "id": "2",
    "text": "水费怎么交",
    "state": "answered",
    "kind": "inquiry",
    "topic": "040101",
    "reply": "可在网上交",
}
HANDLING = {"id": "3", "text": "水管爆了", "state": "handling", "kind": "求助", "topic": "040101", "urgency": "紧急"}


def key_of(container: Container, unit: str = "H01") -> Holder:
    """A key in force."""
    core = container.core
    with core.engine.begin() as connection:
        return credential.issue(connection, core.sealer, channel="branch", holder=unit, by="test", at=core.now())


@dataclass
class Branch:
    """One branch with its key. ``late`` is how far its clock is off."""

    client: TestClient
    container: Container
    key: Holder
    late: timedelta = field(default=timedelta())

    @classmethod
    def of(cls, client: TestClient, container: Container, unit: str = "H01") -> Branch:
        return cls(client, container, key_of(container, unit))

    def uploads(self, *rows: Any) -> httpx2.Response:
        return self.sends(json.dumps({"petitions": list(rows)}).encode())

    def sends(self, body: bytes, **headers: str) -> httpx2.Response:
        return self.client.post(PATH, content=body, headers=self.signed(body) | headers)

    def signed(self, body: bytes, *, nonce: str = "") -> dict[str, str]:
        """The headers of a request made now."""
        at = self.container.core.now() + self.late
        signed = signature.sign(self.key.secret, nonce or secrets.token_hex(8), at, body)
        return {"minyi-key": self.key.key, "content-type": "application/json", **signed}

    def results(self, *rows: Any) -> list[dict[str, Any]]:
        answer = self.uploads(*rows)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["results"]
        return found
