"""Buttons are a closed table."""

from __future__ import annotations

import pytest

from channels.dialogue.press import FACES, Press, intent_of


@pytest.mark.parametrize("press", Press)
def test_every_button_has_a_face_and_fits_a_messenger(press: Press) -> None:
    assert FACES[press].label
    assert len(press.value.encode()) <= 64
    assert intent_of(press).startswith("/")
