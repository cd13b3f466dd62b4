"""What a person wrote, without what their program added."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.mailbox import header, markup, tnef
from channels.mailbox.automatic import is_automatic_reply, may_answer
from channels.mailbox.letter import read
from channels.mailbox.quotation import own_words
from channels.mailbox.thread import Sent, Threads, number_in
from tracking.store.seal import Sealer

MINE = "是3号楼。\n还没修好。"
OURS = "minyi@city.example"
THREADS = Threads(sealer=Sealer.of("k1:" + "A" * 43 + "=", "secret"), domain="city.example")
SENT = Sent(number="SY20260302-M-000001-1", seq=7)
HISTORIES = (
    "------------------ 原始邮件 ------------------\n发件人: x",
    "------------------\xa0原始邮件\xa0------------------\n发件人: x",
    "---- 回复的原邮件 ----\n| 发件人 | x |",
    "-----邮件原件-----\n发件人: x",
    "-----Original Message-----\nFrom: x",
    '在 2026-03-02 09:00:00，"民意" <minyi@city.example> 写道：\n> x',
    "2026年3月2日 上午9:00，民意 <minyi@city.example> 写道：\n\nx",
    "On Mon, Mar 2, 2026 at 9:00 AM Minyi <minyi@city.example> wrote:\n> x",
    "On Mon, Mar 2, 2026 at 9:00 AM\nMinyi <minyi@city.example> wrote:\n> x",
    "发件人: 民意\n发送时间: 2026年3月2日\n收件人: x\n主题: y\n\nz",
    "*From:* Minyi\n*Sent:* Monday\n*To:* x\n*Subject:* y\n\nz",
    "> x\n> y",
)


@pytest.mark.parametrize("history", HISTORIES)
def test_what_is_quoted_in_a_reply_is_cut(history: str) -> None:
    assert own_words(f"{MINE}\n\n{history}\n", reply=True) == MINE


@pytest.mark.parametrize("history", HISTORIES)
def test_a_first_mail_keeps_everything(history: str) -> None:
    assert own_words(f"{MINE}\n\n{history}", reply=False) == f"{MINE}\n\n{history}"


def test_who_answers_below_the_quotation_is_heard() -> None:
    assert own_words(f"> 请问是几号楼？\n{MINE}", reply=True) == MINE
    below = f"-----Original Message-----\nFrom: x\n\n{MINE}"
    assert own_words(below, reply=True) == below


@pytest.mark.parametrize(
    "ending", ["-- \n某公司\n电话", "发自我的iPhone", "发自我的华为手机", "Sent from my iPad", "获取 Outlook for iOS"]
)
def test_signatures_are_cut(ending: str) -> None:
    assert own_words(f"{MINE}\n\n{ending}\n", reply=False) == MINE


@pytest.mark.parametrize("line", ["他在信里写道：", "发件人是谁？", "--", "发自内心", "On the road he wrote: no"])
def test_what_only_looks_like_it_stays(line: str) -> None:
    text = f"{MINE}\n{line}\n" + "后面还有很长的话。\n" * 14
    assert own_words(text, reply=True) == text.strip()


@given(st.text(max_size=200))
def test_words_are_never_lost_altogether(text: str) -> None:
    assert bool(own_words(text, reply=True)) == bool(text.strip())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一</p><p>二&nbsp;三</p>", "一\n\n二 三"),
        ("<style>p{}</style><script>x()</script><p>一</p>", "一"),
        ("一<br>二<br/>三", "一\n二\n三"),
        ("<ul><li>一<li>二</ul>", "* 一\n  * 二"),
        ('<?xml version="1.0" encoding="gb2312"?><p>一</p>', "一"),
        ("<title>t</title><header>一</header>", "一"),
        ("没有标签 < 但有小于号", "没有标签 < 但有小于号"),
        ("<div>" * 2000 + "深", "深"),
        ("", ""),
    ],
)
def test_html_is_read_as_a_person_reads_it(html: str, text: str) -> None:
    assert markup.text_of(html) == text


@given(st.text(max_size=300))
def test_html_never_raises(html: str) -> None:
    markup.text_of(html)
    markup.text_of(f"<table><tr><td>{html}")


@given(st.binary(max_size=300))
def test_winmail_never_raises(noise: bytes) -> None:
    tnef.unpack(noise)
    tnef.unpack(b"\x78\x9f\x3e\x22\x01\x00" + noise)


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        (b"a@b.example", "a@b.example", ""),
        (b'"\xd6\xd0\xce\xc4" <A@B.Example>', "a@b.example", "中文"),
        (b"=?utf-8?q?a=40b=2Eexample?= <c@d.example>", "c@d.example", "a@b.example"),
        (b'"evil@x.example" <good@y.example>', "good@y.example", "evil@x.example"),
        (b"a@b.example, c@d.example", "a@b.example", ""),
        (b"nobody", "", ""),
        (b"<>", "", ""),
        (b"a@b", "", ""),
        (b"a b@c.example", "", ""),
        (b"", "", ""),
    ],
)
def test_the_sender_is_one_address(value: bytes, address: str, name: str) -> None:
    message = message_from_bytes(b"From: " + value + b"\n\n")
    assert header.sender(message)[0] == address
    assert name in ("", header.sender(message)[1])


def test_our_message_ids_are_known_whatever_a_relay_makes_of_them() -> None:
    identifier = THREADS.identifier(SENT)
    assert THREADS.known(["<other@x>", f"x <{identifier}> y"]) == SENT
    assert THREADS.known([identifier.lower().replace("city.example", "rewritten.example")]) == SENT


@pytest.mark.parametrize("at", [3, 12, 21, 23, 27])
def test_a_message_id_with_one_character_changed_is_not_ours(at: int) -> None:
    identifier = THREADS.identifier(SENT)
    forged = identifier[:at] + ("1" if identifier[at] != "1" else "2") + identifier[at + 1 :]
    assert THREADS.known([forged]) is None


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("回复：您的诉求 [SY20260302-M-000001-1]", SENT.number),
        ("re: 【sy20260302-m-000001-1】", SENT.number),
        ("[SY20260302-M-000001-2]", None),
        ("SY20260302-M-000001-1", None),
        ("[x] [SY20260302-M-000001-2] [SY20260302-M-000001-1]", SENT.number),
    ],
)
def test_the_number_in_a_subject_needs_brackets_and_its_check_digit(subject: str, number: str | None) -> None:
    assert number_in(subject) == number


@pytest.mark.parametrize(
    ("lines", "automatic", "answerable"),
    [
        ("From: a@b.example", False, True),
        ("From: a@b.example\nAuto-Submitted: no", False, True),
        ("From: a@b.example\nAuto-Submitted: auto-replied (vacation)", True, False),
        ("From: a@b.example\nAuto-Submitted: Auto-Replied; owner=a", True, False),
        ("From: a@b.example\nAuto-Submitted: auto-generated", False, False),
        ("From: a@b.example\nX-Autoreply: yes", True, True),
        ("From: a@b.example\nPrecedence: auto_reply", True, True),
        ("From: a@b.example\nPrecedence: bulk", False, False),
        ("From: a@b.example\nList-Unsubscribe: <x>", False, False),
        ("From: a@b.example\nX-Auto-Response-Suppress: All", False, False),
        ("From: a@b.example\nReturn-Path: <>", False, False),
        ("From: a@b.example\nSubject: Automatic reply: x", True, True),
        ("From: a@b.example\nSubject: Out of office: x", True, True),
        ("From: a@b.example\nAuthentication-Results: mx; dmarc=fail", False, False),
        ("From: a@b.example\nAuthentication-Results: mx; dmarc=pass", False, True),
        ("From: no-reply@b.example", False, False),
        ("From: noreply+x@b.example", False, False),
        ("From: mailer-daemon@b.example", False, False),
        (f"From: {OURS}", False, False),
        ("Subject: x", False, False),
    ],
)
def test_programs_are_told_from_people(lines: str, automatic: bool, answerable: bool) -> None:
    letter = read(lines.encode() + b"\n\nhi")
    assert (is_automatic_reply(letter), may_answer(letter, ours=OURS)) == (automatic, answerable)
