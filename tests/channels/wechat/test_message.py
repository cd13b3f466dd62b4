"""Seal and XML of the platform: opened exactly as it was closed, and nothing else believed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import ChannelError
from channels.signature import Forged, Stale
from channels.wechat import port, seal
from channels.wechat.account import Account, key_of
from channels.wechat.port import Kind, Message, parse
from channels.wechat.renderer import reply, shortened
from channels.wechat.seal import Stamp, check, unseal
from tests.channels.wechat.platform import APP_ID, CITIZEN, CITY, KEY, text, xml
from tests.tracking.city import MONDAY

SEALING = key_of(KEY)


def test_the_signature_is_sha1_over_the_sorted_words() -> None:
    assert seal.sign("b", "a", "c") == hashlib.sha1(b"abc").hexdigest()  # noqa: S324 - the platform's choice


@given(st.text(max_size=300))
def test_what_was_sealed_is_opened(words: str) -> None:
    words = words.encode(errors="replace").decode()
    assert unseal(seal.seal(words, key=SEALING, app_id=APP_ID), key=SEALING, app_id=APP_ID).decode() == words


def test_what_was_sealed_for_another_account_or_key_is_not_opened() -> None:
    sealed = seal.seal("x", key=SEALING, app_id=APP_ID)
    with pytest.raises(Forged):
        unseal(sealed, key=SEALING, app_id="wx-other")
    with pytest.raises(Forged):
        unseal(sealed, key=bytes(32), app_id=APP_ID)


@given(st.binary(max_size=200).map(lambda each: base64.b64encode(each).decode()) | st.text(max_size=100))
def test_anything_else_is_forged(sealed: str) -> None:
    with pytest.raises(ChannelError) as refused:
        unseal(sealed, key=SEALING, app_id=APP_ID)
    assert type(refused.value) is Forged


@given(st.text(max_size=50), st.text(max_size=20), st.text(max_size=20))
def test_any_stamp_but_the_right_one_is_forged(signature: str, timestamp: str, nonce: str) -> None:
    with pytest.raises((Forged, Stale)):
        check(Stamp(signature=signature, timestamp=timestamp, nonce=nonce), "token", now=MONDAY)


def test_a_good_stamp_without_a_time_is_forged() -> None:
    with pytest.raises(Forged):
        check(Stamp(signature=seal.sign("token", "soon", "n"), timestamp="soon", nonce="n"), "token", now=MONDAY)


@pytest.mark.parametrize("written", ["short", "x" * 43 + "=", "?" * 43, "x" * 44])
def test_a_sealing_key_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="43 characters"):
        key_of(written)
    assert key_of("") == b""


def test_messages_of_every_kind_are_read() -> None:
    known: dict[str, Any] = {"id": "1", "sender": CITIZEN, "account": CITY}
    assert parse(text("路灯坏了").encode()) == Message(kind=Kind.TEXT, words="路灯坏了", **known)
    assert parse(xml("image", PicUrl="http://x", MediaId="m", MsgId="1").encode()).media == "m"
    assert parse(xml("voice", MediaId="m", Recognition="停水", MsgId="1").encode()).words == "停水"
    assert (
        parse(xml("location", Location_X="41.7", Location_Y="123.4", Label="", MsgId="1").encode()).words
        == "41.7，123.4"
    )
    assert parse(xml("event", Event="SUBSCRIBE").encode()).event == "subscribe"
    assert parse(xml("event", Event="x").encode()).id == f"{CITIZEN}-1772413200"


def test_control_characters_are_taken_out() -> None:
    assert parse(text("路\x85灯\u200b").encode()).words == "路灯\u200b"


@given(st.binary(max_size=300) | st.text().map(lambda each: f"<xml>{each}</xml>".encode(errors="replace")))
def test_any_bytes_are_a_message_or_unreadable(body: bytes) -> None:
    for read in (port.parse, port.sealed_in):
        try:
            read(body)
        except ChannelError as error:
            assert type(error) is port.Unreadable


FIELDS = st.sampled_from(
    ["ToUserName", "FromUserName", "MsgType", "MsgId", "Content", "CreateTime", "Event", "MediaId"]
)


@given(st.dictionaries(FIELDS, st.text(alphabet=st.characters(codec="utf-8", exclude_characters="<&]\0"), max_size=30)))
def test_any_fields_are_a_message_or_unreadable(fields: dict[str, str]) -> None:
    body = "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</xml>"
    try:
        message = parse(body.encode())
    except ChannelError as error:
        assert type(error) is port.Unreadable
    else:
        assert message.id and message.sender


@pytest.mark.parametrize("size", [2 * port.MOST_BYTES + 1, 10_000_000])
def test_a_body_too_large_is_unreadable(size: int) -> None:
    with pytest.raises(port.Unreadable):
        parse(b"<xml>" + b"x" * size + b"</xml>")


def test_entities_are_never_followed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + text("&b;")
    with pytest.raises(port.Unreadable):
        parse(bomb.encode())


def test_a_reply_is_cut_between_characters() -> None:
    assert len(shortened("路" * 1000).encode()) <= 2000
    shortened("路" * 1000).encode().decode()
    message = parse(text("路灯坏了").encode())
    assert b"\x00" not in bytes(reply("a\0b]]>", message, Account(token="t"), now=MONDAY).body)
