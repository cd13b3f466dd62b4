"""Buttons are a closed table."""

from __future__ import annotations

import pytest

from channels.dialogue.press import FACES, Press, intent_of, typed

SATISFACTION = frozenset(
    {Press.VERY_SATISFIED, Press.SATISFIED, Press.BASICALLY_SATISFIED, Press.DISSATISFIED, Press.VERY_DISSATISFIED}
)


@pytest.mark.parametrize("press", Press)
def test_every_button_has_a_face_and_fits_a_messenger(press: Press) -> None:
    assert FACES[press].label
    assert len(press.value.encode()) <= 64
    assert intent_of(press).startswith("/")


@pytest.mark.parametrize(
    ("words", "press"),
    [
        ("满意", Press.SATISFIED),
        ("不满意", Press.DISSATISFIED),
        ("非常不满意，拖了一个月", Press.VERY_DISSATISFIED),
        ("基本满意吧", Press.BASICALLY_SATISFIED),
        ("还行", None),
        ("解决", None),
    ],
)
def test_words_are_as_good_as_the_button_they_stand_on(words: str, press: Press | None) -> None:
    assert typed(words, SATISFACTION) is press
