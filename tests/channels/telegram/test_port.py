"""From updates to utterances."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.dialogue.press import Press
from channels.dialogue.utterance import Spot, Utterance
from channels.telegram.port import MOST_BYTES, Inbound, Malformed, parse
from tests.channels.telegram import updates
from tests.channels.telegram.updates import raw

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9)
JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner), max_leaves=9
)
FIELDS = st.sampled_from(
    [
        "text",
        "caption",
        "photo",
        "voice",
        "location",
        "contact",
        "chat",
        "from",
        "date",
        "message_id",
        "audio",
        "entities",
    ]
)


def _parsed(update: dict[str, Any]) -> Inbound:
    found = parse(raw(update))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"text": " 路灯坏了\r\n三天 "}, Utterance(text="路灯坏了\n三天")),
        ({"text": "/start"}, Utterance(text="你好")),
        ({"text": "/cancel"}, Utterance(press=Press.CANCEL)),
        ({"photo": updates.photo(10, 20), "caption": "看"}, Utterance(text="看", photos=["p20"])),
        ({"photo": updates.photo(10, MOST_BYTES + 1)}, Utterance(photos=["p10"])),
        (
            {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3, "file_size": 9}},
            Utterance(voices=["v"]),
        ),
        ({"location": {"longitude": 123.4, "latitude": 41.8}}, Utterance(spot=Spot(longitude=123.4, latitude=41.8))),
        ({"contact": {"phone_number": "+8613812345678", "first_name": "王"}}, Utterance(text="+8613812345678")),
    ],
)
def test_it_reads_what_citizens_send(content: dict[str, Any], said: Utterance) -> None:
    found = _parsed(updates.message(**content)).said
    assert (found.text, found.press, found.spot) == (said.text, said.press, said.spot)
    assert (list(found.photos), list(found.voices)) == (list(said.photos), list(said.voices))


def test_a_button_is_one_of_ours_or_nothing() -> None:
    assert _parsed(updates.press("yes")).said.press is Press.YES
    assert parse(raw(updates.press('/press{"choice": "yes"}'))) is None


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_only_private_chats_are_spoken_with(kind: str) -> None:
    assert parse(raw(updates.message(kind=kind, text="路灯坏了"))) is None


def test_it_speaks_english_with_those_whose_app_does() -> None:
    update = updates.message(text="the lamp is broken")
    update["message"]["from"]["language_code"] = "en-GB"
    assert _parsed(update).language == "en"
    update["message"]["from"]["language_code"] = "fr"
    assert _parsed(update).language == "zh"


@given(st.binary(max_size=200))
def test_bytes_are_read_or_malformed(body: bytes) -> None:
    _reads_or_refuses(body)


@given(JSON)
def test_any_json_is_read_or_malformed(value: Any) -> None:
    _reads_or_refuses(json.dumps(value).encode())


@given(st.dictionaries(FIELDS, JSON, max_size=4), st.integers() | PLAIN)
def test_an_update_with_anything_in_it_is_read_or_malformed(content: dict[str, Any], number: Any) -> None:
    update = updates.message(text="路灯")
    update["message"] |= content
    update["update_id"] = number
    _reads_or_refuses(raw(update))


def _reads_or_refuses(body: bytes) -> None:
    try:
        found = parse(body)
    except Malformed:
        return
    assert found is None or (found.update_id and found.chat and "\0" not in found.said.text)
