"""Whatever comes as a mail, reading it raises nothing, ends soon, and gives words that can be stored."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.mailbox import automatic, port
from channels.mailbox.bounce import bounce_of
from channels.mailbox.letter import Letter, read, read_head
from channels.mailbox.thread import Threads, number_in
from channels.words import TEXT_LENGTH, clean
from tests.tracking.profile import BRIEF
from tracking.store.seal import Sealer

CORPUS = sorted((Path(__file__).parents[2] / "contracts" / "mailbox").glob("*.eml"))
SEALER = Sealer.of("k1:" + "A" * 43 + "=", "secret")
THREADS = Threads(sealer=SEALER, domain="city.example")
SOON = 10.0
HEAD = b"From: a@b.example\r\nSubject: x\r\n"
LEVELS = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(900))
LONG = {
    "a header of a megabyte": HEAD + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\nhi",
    "a subject of a megabyte": b"Subject: " + b"=?utf-8?q?a" * 90_000 + b"\r\n\r\nhi",
    "references of a megabyte": HEAD + b"References: " + b"<a@b>" * 200_000 + b"\r\n\r\nhi",
    "a hundred thousand headers": HEAD + b"X-Many: 1\r\n" * 100_000 + b"\r\nhi",
    "a content type of a megabyte": HEAD + b"Content-Type: multipart/mixed" + b";a=b" * 250_000 + b"\r\n\r\nhi",
    "folded without end": HEAD + b"X: a\r\n" + b" b\r\n" * 300_000 + b"\r\nhi",
    "nested without end": HEAD + LEVELS,
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    "a million parts": HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + b"--x\r\n\r\n" * 1_000_000,
    "ten million lines": HEAD + b"\r\n" + b"\n" * 10_000_000,
    "opening brackets": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<" * 2_000_000,
    "tables in tables": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 40_000 + "深".encode(),
    "quotes": HEAD + b"In-Reply-To: <a@b>\r\n\r\n" + b">" * 1_000_000 + b"\r\n" + b"-" * 1_000_000,
    "a line of dates": HEAD + b"In-Reply-To: <a@b>\r\n\r\n" + b"2026" * 250_000,
    "base64 that is none": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=\r\n" * 500_000,
    "uuencoded nonsense": HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n" + b"M\r\n" * 300_000,
    "our own identifiers": HEAD + b"References: " + b"SY20260302-M-000001-7.1." * 40_000 + b"\r\n\r\nhi",
}


def _through(raw: bytes) -> Letter:
    """Everything that is done with a mail before it is stored."""
    letter = read(raw)
    read_head(raw)
    bounce_of(letter, raw, THREADS)
    automatic.is_automatic_reply(letter)
    automatic.may_answer(letter, ours="minyi@city.example")
    number_in(letter.subject)
    for file in port.enclosed(letter).files:
        assert file.name
    item = port.submission(letter, raw, key=port.external_id(letter, SEALER))
    kept = (item.matter.text, item.name or "", item.email or "")
    assert 0 < len(item.matter.text) <= TEXT_LENGTH
    assert all(text == clean(text) and text.encode() is not None for text in kept)
    return letter


@BRIEF
@given(st.binary(max_size=2000))
def test_arbitrary_bytes_are_read(raw: bytes) -> None:
    _through(raw)


@BRIEF
@given(
    st.sampled_from(CORPUS),
    st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 40), st.binary(max_size=40)), max_size=6),
)
def test_a_mail_that_was_mangled_on_its_way_is_read(path: Path, cuts: list[tuple[int, int, bytes]]) -> None:
    raw = path.read_bytes()
    for at, length, noise in cuts:
        raw = raw[:at] + noise + raw[at + length :]
    _through(raw)


@BRIEF
@given(st.lists(st.sampled_from([path.read_bytes() for path in CORPUS]), min_size=2, max_size=3), st.randoms())
def test_mails_cut_into_each_other_are_read(mails: list[bytes], random: object) -> None:
    lines = [line for mail in mails for line in mail.splitlines(keepends=True)]
    getattr(random, "shuffle")(lines)  # noqa: B009 - Hypothesis lends a Random of its own
    _through(b"".join(lines))


@pytest.mark.parametrize("name", LONG)
def test_what_is_long_or_deep_beyond_all_use_ends_soon(name: str) -> None:
    began = time.monotonic()
    _through(LONG[name])
    assert time.monotonic() - began < SOON


def test_what_cannot_be_taken_apart_is_registered_by_its_subject() -> None:
    letter = _through(LONG["a million parts"])
    assert letter.lack is not None
    assert port.words(letter).startswith("x\n（邮件格式有误")
    assert port.enclosed(letter).remarks


def test_words_in_an_html_that_is_too_deep_are_not_lost() -> None:
    assert "深" in port.words(read(HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 3000 + "深处".encode()))
