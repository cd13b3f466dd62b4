"""What each channel makes of its input: cases as data, ``<channel>/<any>.json``.

``input`` is what comes in, ``answer`` what goes back, ``stored`` what the database holds afterwards; without it
nothing may be stored. ``sent`` is what a messenger brings back. ``{"repeat": [text, times]}`` stands for a long string.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.waiting import wait_until
from admin.wiring import Container
from channels.dialogue.schema import message
from channels.dialogue.store import BODY
from channels.dialogue.utterance import reply_of
from channels.telegram.receiver import PATH, SECRET_HEADER, secret_of
from tests.channels.citizen import hidden
from tracking.store import schema

HERE = Path(__file__).parent
Case = dict[str, Any]


def _cases() -> list[Any]:
    return [
        pytest.param(path.parent.name, case, id=f"{path.parent.name}-{path.stem}-{case['name']}")
        for path in sorted(HERE.glob("*/*.json"))
        for case in json.loads(path.read_text(), object_hook=_repeated)
    ]


def _repeated(value: dict[str, Any]) -> Any:
    return value["repeat"][0] * value["repeat"][1] if set(value) == {"repeat"} else value


def _send(client: TestClient, container: Container, channel: str, given: Case) -> httpx2.Response:
    client.cookies.update(given.get("cookies", {}))
    if channel == "web":
        return client.post("/", data=given["form"])
    if channel == "webchat":
        own = {"form": hidden(client.get("/chat").text, "form")}
        return client.post("/chat", data=own | given["form"])
    if channel == "telegram":
        secret = given.get("secret", secret_of(container.core.sealer))
        return client.post(PATH, json=given["update"], headers={SECRET_HEADER: secret, "accept": "application/json"})
    if "json" in given:
        return client.post("/api/v1/petitions", json=given["json"], headers=given.get("headers"))
    return client.post("/api/v1/petitions", content=given["content"].encode(), headers=given.get("headers"))


def _stored(container: Container) -> Case | None:
    """The only petition there is, opened, with what was said."""
    sealer = container.core.sealer
    said = select(schema.text_.c.body).where(schema.text_.c.purpose == "said").scalar_subquery()
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.petition, said.label("said"))).mappings().one_or_none()
    if row is None:
        return None
    opened = {name: sealer.open(row[name], name) if row[name] else None for name in ("phone", "name")}
    return dict(row) | opened


@pytest.mark.parametrize(("channel", "case"), _cases())
def test_it_does_what_the_contract_says(client: TestClient, container: Container, channel: str, case: Case) -> None:
    response = _send(client, container, channel, case["input"])

    answer = case["answer"]
    assert response.status_code == answer["status"], response.text
    assert _within(answer.get("json", {}), response.json() if "json" in answer else {})
    assert [text for text in answer.get("contains", []) if text not in response.text] == []
    assert [text for text in answer.get("without", []) if text in response.text] == []
    if "sent" in case:
        assert wait_until(lambda: _is_answered(container), seconds=10)
        assert [text for text in case["sent"] if text not in _sent(container)] == []
        assert bool(case["sent"]) == bool(_sent(container))
    stored = _stored(container)
    expected = case.get("stored")
    assert (stored is None) == (expected is None)
    assert _within(expected or {}, stored or {})


def _is_answered(container: Container) -> bool:
    with container.engine.connect() as connection:
        waiting = select(message.c.id).where(message.c.state == "waiting")
        return connection.execute(waiting).first() is None


def _sent(container: Container) -> str:
    """Everything a messenger brought to the citizen, or shall."""
    sealer = container.core.sealer
    with container.engine.connect() as connection:
        rows = connection.execute(select(message.c.body).where(message.c.origin == "service").order_by(message.c.id))
        return "\n".join(reply_of(sealer.open(row.body, BODY)).text for row in rows)


def _within(expected: Any, actual: Any) -> bool:
    """Every expected member is there; lists are as long as expected."""
    if isinstance(expected, dict):
        missing = {key for key, value in expected.items() if key not in actual or not _within(value, actual[key])}
        assert not missing, {key: actual.get(key) for key in missing}
        return True
    if isinstance(expected, list):
        return len(expected) == len(actual) and all(map(_within, expected, actual))
    return bool(expected == actual)
