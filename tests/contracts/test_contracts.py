"""What each channel makes of its input: cases as data, ``<channel>/<any>.json``.

``input`` is what comes in, ``answer`` what goes back, ``stored`` what the database holds afterwards; without it
nothing may be stored. ``sent`` is what each message to the petitioner says, after the event was relayed; ``told`` what
each reply of a conversation says and came to; ``files`` the kinds of what was kept with petitions.
``{"repeat": [text, times]}`` stands for a long string.

A telephone's ``input`` is a list of ``posts`` as the carrier sends them, signed on the way; the last one is answered.
``input`` is what comes in, ``answer`` what goes back, ``stored`` what the database holds afterwards, a list where it
is more than one petition; without it nothing may be stored. ``{"repeat": [text, times]}`` stands for a long string.
A channel that needs more than a plain request has a ``door.py`` beside its cases, with a ``send`` of its own.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.wiring import Container
from channels.dialogue.schema import message
from channels.dialogue.store import BODY
from channels.dialogue.utterance import Origin, reply_of
from notify.schema import delivery
from tests.channels import telephone_line
from tracking.domain.verb import Verb
from tracking.service import relay
from tracking.store import schema

HERE = Path(__file__).parent
_NUMBER = schema.petition.c.number
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
    if "posts" in given:
        return [telephone_line.deliver(client, container, **post) for post in given["posts"]][-1]
    if (HERE / channel / "door.py").exists():
        answer: httpx2.Response = import_module(f"tests.contracts.{channel}.door").send(client, container, given)
        return answer
    client.cookies.update(given.get("cookies", {}))
    if channel == "web":
        return client.post("/", data=given["form"])
    if "json" in given:
        return client.post("/api/v1/petitions", json=given["json"], headers=given.get("headers"))
    return client.post("/api/v1/petitions", content=given["content"].encode(), headers=given.get("headers"))


def _stored(container: Container) -> Case | list[Case] | None:
    """The petitions there are, opened, with what was said; one alone is no list."""
    sealer = container.core.sealer
    mine = schema.text_.c.number == _NUMBER
    said = select(schema.text_.c.body).where(mine, schema.text_.c.purpose == "said").scalar_subquery()
    with container.engine.connect() as connection:
        rows = connection.execute(select(schema.petition, said.label("said")).order_by(_NUMBER)).mappings().all()
    found = [
        dict(row) | {name: sealer.open(row[name], name) if row[name] else None for name in ("phone", "name")}
        for row in rows
    ]
    return found if len(found) > 1 else found[0] if found else None


@pytest.mark.parametrize(("channel", "case"), _cases())
def test_it_does_what_the_contract_says(client: TestClient, container: Container, channel: str, case: Case) -> None:
    response = _send(client, container, channel, case["input"])

    answer = case["answer"]
    assert response.status_code == answer["status"], response.text
    assert _within(answer.get("json", {}), response.json() if "json" in answer else {})
    assert [text for text in answer.get("contains", []) if text not in response.text] == []
    assert [text for text in answer.get("without", []) if text in response.text] == []
    stored = _stored(container)
    expected = case.get("stored")
    assert (stored is None) == (expected is None)
    assert _within(expected or {}, stored or {})
    for name, read in (("sent", _sent), ("told", _told)):
        if name in case:
            _each_says(case[name], read(container))
    if "files" in case:
        assert _files(container) == case["files"]


def _each_says(expected: list[list[str]], bodies: list[str]) -> None:
    assert len(bodies) == len(expected), bodies
    assert [part for parts, body in zip(expected, bodies, strict=True) for part in parts if part not in body] == []


def _sent(container: Container) -> list[str]:
    """What petitioners are told of what happened."""
    told = container.notices.on_event
    relay.drain(container.core, dict.fromkeys(Verb, (told,)), report=lambda event, error: pytest.fail(repr(error)))
    with container.engine.connect() as connection:
        rows = connection.execute(select(delivery).order_by(delivery.c.id)).all()
    return [f"{row.state} {container.core.sealer.open(row.body, 'delivery')}" for row in rows]


def _told(container: Container) -> list[str]:
    """What citizens were answered in conversations, and whether it reached them."""
    found = select(message).where(message.c.origin != Origin.CITIZEN).order_by(message.c.id)
    with container.engine.connect() as connection:
        rows = connection.execute(found).all()
    return [f"{row.state} {reply_of(container.core.sealer.open(row.body, BODY)).text}" for row in rows]


def _files(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.attachment.c.media_type)).scalars())


def _within(expected: Any, actual: Any) -> bool:
    """Every expected member is there; lists are as long as expected."""
    if isinstance(expected, dict):
        missing = {key for key, value in expected.items() if key not in actual or not _within(value, actual[key])}
        assert not missing, {key: actual.get(key) for key in missing}
        return True
    if isinstance(expected, list):
        return len(expected) == len(actual) and all(map(_within, expected, actual))
    return bool(expected == actual)
