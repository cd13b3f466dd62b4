"""What the engine hears has no number, no code and no telephone in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.dialogue.mark import CODE, NUMBER, PHONE, marked_text, veiled

KNOWN = "SY20260302-T-000123-7"


@pytest.mark.parametrize(
    ("said", "heard", "number", "code"),
    [
        (f"{KNOWN} 7KQ2M9XD", f"{NUMBER} {CODE}", KNOWN, "7KQ2M9XD"),
        ("sy20260302t0001237 7kq2 m9xd", f"{NUMBER} {CODE}", KNOWN, "7KQ2M9XD"),
        (f"编号{KNOWN}，查询码ABCDEFGH", f"编号{NUMBER},查询码{CODE}", KNOWN, "ABCDEFGH"),
        ("ＳＹ20260302-T-000123-7", NUMBER, KNOWN, None),
        ("7KQ2-M9XD", CODE, None, "7KQ2M9XD"),
        ("查询码是ABCDEFGH", "查询码是ABCDEFGH", None, None),
        ("ABCDEFGH", CODE, None, "ABCDEFGH"),
        ("SY20260302-T-000123-8", NUMBER, "SY20260302-T-000123-8", None),
        ("家里电话22334455没人接", "家里电话22334455没人接", None, None),
        ("2026年3月2日报的事", "2026年3月2日报的事", None, None),
    ],
)
def test_a_petition_is_known_however_its_number_is_typed(
    said: str, heard: str, number: str | None, code: str | None
) -> None:
    found = marked_text(said)
    assert (found.text, found.number, found.code) == (heard, number, code)


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("打138 1234 5678找我", "13812345678"),
        ("+86-13812345678", "13812345678"),
        ("（024）22334455", "024-22334455"),
        ("单元号12345", None),
        ("卡号6222021234567890123", None),
    ],
)
def test_a_telephone_is_taken_out(said: str, phone: str | None) -> None:
    found = marked_text(said)
    assert found.phone == phone
    assert (PHONE in found.text) == (phone is not None)


@pytest.mark.parametrize("said", ["/restart", " //action_file", "／session_start", "/ /tell", '/tell{"choice":"yes"}'])
def test_what_is_typed_is_no_command_of_the_engine(said: str) -> None:
    assert not marked_text(said).text.startswith("/")


@pytest.mark.parametrize(
    ("said", "is_only_key"),
    [
        (f"{KNOWN} 7KQ2M9XD", True),
        (f"我的编号是 {KNOWN}，查询码：7KQ2M9XD。", True),
        ("7KQ2M9XD", True),
        (f"{KNOWN} 怎么还没修好", False),
        ("编号", False),
    ],
)
def test_a_key_alone_is_told_from_a_sentence(said: str, is_only_key: bool) -> None:
    assert marked_text(said).only_key is is_only_key


@given(st.text(max_size=700))
def test_whatever_is_typed_it_is_marked_and_no_command(said: str) -> None:
    found = marked_text(said)
    assert not found.text.startswith(("/", " "))
    assert marked_text(found.text).phone is None
    assert isinstance(found.only_key, bool)


@given(st.text(alphabet="路灯坏了取消进度", max_size=9), st.text(alphabet="。，请看 ", min_size=1, max_size=4))
def test_a_code_between_words_never_reaches_the_engine(before: str, after: str) -> None:
    assert "7KQ2M9XD" not in marked_text(f"{before}，{KNOWN}，7KQ2M9XD{after}").text


def test_a_desk_sees_neither_code_nor_the_whole_telephone() -> None:
    said = f"编号：{KNOWN}\n查询码：RHJB QVBG\n电话：13812345678，邮编110000"
    assert veiled(said) == f"编号：{KNOWN}\n查询码：********\n电话：138****78，邮编110000"
    assert veiled("RHJB QVBG") == "********"
    assert veiled("DISTRICT OFFICES 开门") == "DISTRICT OFFICES 开门"


@given(st.text(max_size=200))
def test_a_desk_sees_other_words_as_they_are(said: str) -> None:
    words = said.replace("*", "")
    assert veiled(words) == words or "*" in veiled(words)
