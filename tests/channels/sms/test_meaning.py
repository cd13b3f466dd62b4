"""What a text means: a complaint is never taken for praise, nor for a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.meaning import Word, confidential, plain, rating, says_something, word
from tests.tracking.profile import BRIEF
from tracking.domain.vocabulary import Satisfaction

S = Satisfaction


@pytest.mark.parametrize(("text", "degree", "note"), [
    ("1", S.VERY_SATISFIED, ""),
    (" ２。", S.SATISFIED, ""),
    ("3分", S.BASICALLY_SATISFIED, ""),
    ("1 谢谢你们", S.VERY_SATISFIED, "谢谢你们"),
    ("5，根本没修", S.VERY_DISSATISFIED, "根本没修"),
    ("4 来了没解决", S.DISSATISFIED, "来了没解决"),
    ("满意", S.SATISFIED, ""),
    ("非常满意！谢谢", S.VERY_SATISFIED, ""),
    ("不满意", S.DISSATISFIED, ""),
    ("非常不满意。", S.VERY_DISSATISFIED, ""),
])  # fmt: skip
def test_it_reads_a_rating(text: str, degree: Satisfaction, note: str) -> None:
    found = rating(text)
    assert found is not None
    assert (found.satisfaction, found.note) == (degree, note)


@pytest.mark.parametrize("text", [
    *("", "0", "6", "12", "12345", "1路灯坏了", "3号楼停水", "5 号楼停水", "4，5单元没有电", "1、路灯坏了 2、井盖丢了"),
    *("1 路灯坏了 2 井盖丢了", "2 还是不亮", "1:30开始施工", "5:30就开始施工扰民", "3.5米高的树倒了", "1.路灯坏了"),
    *("满意什么满意，根本没修", "很满意吗？没有人来过", "非常满意才怪", "不满意，水还是停的", "5点就没水了", "1楼漏水"),
])  # fmt: skip
def test_it_takes_no_complaint_for_a_rating(text: str) -> None:
    assert rating(text) is None


@pytest.mark.parametrize("text", ["STOP", "stop ", "退订", "TD", "ｔｄ", "退订。"])
def test_a_text_that_is_only_a_wish_stops_messages(text: str) -> None:
    assert word(text) is Word.STOP


@pytest.mark.parametrize("text", ["退订宽带被拒绝", "怎么退订", "stop the noise", "恢复供水", "取消", "请恢复路灯", ""])
def test_a_complaint_that_holds_a_command_is_no_command(text: str) -> None:
    assert word(text) is None


@pytest.mark.parametrize("text", ["START", "恢复", "恢复。"])
def test_messages_can_be_asked_for_again(text: str) -> None:
    assert word(text) is Word.START


def test_who_writes_confidential_first_stays_unknown_to_the_unit() -> None:
    assert confidential("保密：路灯坏了") == (True, "路灯坏了")
    assert confidential("保密") == (False, "保密")
    assert confidential("路灯坏了，请保密") == (False, "路灯坏了，请保密")


@BRIEF
@given(st.text(max_size=60))
def test_any_text_has_at_most_one_meaning_and_none_breaks_it(text: str) -> None:
    found = rating(text)
    assert word(text) is None or found is None
    assert found is None or not says_something(plain(text)[:1]) or plain(text)[0] in "非很满基一不"
    hidden, rest = confidential(text)
    assert rest in text
    assert hidden or rest == text


@BRIEF
@given(st.sampled_from("123"), st.text(alphabet="路灯坏了没有人修井盖丢", min_size=4, max_size=20))
def test_no_complaint_behind_a_satisfied_digit_counts_as_satisfaction(digit: str, words: str) -> None:
    assert rating(f"{digit} {words}") is None
