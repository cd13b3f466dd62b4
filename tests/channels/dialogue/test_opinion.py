"""Words instead of buttons: what is denied is never taken for its opposite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.dialogue.opinion import identity_in, outcome_in, satisfaction_in
from channels.dialogue.press import Press


@pytest.mark.parametrize(
    ("words", "press"),
    [
        ("解决了", Press.SOLVED),
        ("修好了，谢谢", Press.SOLVED),
        ("没解决", Press.UNSOLVED),
        ("还没有解决呢", Press.UNSOLVED),
        ("根本就没人来，没修好", Press.UNSOLVED),
        ("解决了一部分", Press.PARTLY_SOLVED),
        ("部分解决", Press.PARTLY_SOLVED),
        ("不知道", None),
        ("来过人", None),
    ],
)
def test_whether_it_is_solved(words: str, press: Press | None) -> None:
    assert outcome_in(words) is press


@pytest.mark.parametrize(
    ("words", "press"),
    [
        ("满意", Press.SATISFIED),
        ("我很满意", Press.SATISFIED),
        ("非常满意", Press.VERY_SATISFIED),
        ("基本满意吧", Press.BASICALLY_SATISFIED),
        ("不满意", Press.DISSATISFIED),
        ("不太满意", Press.DISSATISFIED),
        ("不是很满意", Press.DISSATISFIED),
        ("没法满意", Press.DISSATISFIED),
        ("非常不满意，拖了一个月", Press.VERY_DISSATISFIED),
        ("还行", None),
    ],
)
def test_how_satisfied_somebody_is(words: str, press: Press | None) -> None:
    assert satisfaction_in(words) is press


@pytest.mark.parametrize(
    ("words", "press"),
    [
        ("实名公开", Press.NAMED),
        ("公开吧", Press.NAMED),
        ("保密", Press.CONFIDENTIAL),
        ("不要公开", Press.CONFIDENTIAL),
        ("别公开我的电话", Press.CONFIDENTIAL),
        ("不想实名公开", Press.CONFIDENTIAL),
        ("随便", None),
    ],
)
def test_who_may_see_the_number(words: str, press: Press | None) -> None:
    assert identity_in(words) is press


@given(st.text(alphabet="我们对这次办理的结果是很太", max_size=8), st.sampled_from("没未不难"))
def test_a_denial_before_the_word_is_never_approval(before: str, denial: str) -> None:
    assert satisfaction_in(f"{before}{denial}满意") in (Press.DISSATISFIED, Press.VERY_DISSATISFIED)
    assert outcome_in(f"{before}{denial}解决") is Press.UNSOLVED
