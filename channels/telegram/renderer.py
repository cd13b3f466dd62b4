"""A reply as the Bot API takes it: plain text, never markup, and buttons below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from channels.dialogue.utterance import Reply

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

LONGEST = 4000
_NARROW, _A_ROW = 6, 3


def texts(reply: Reply) -> Sequence[str]:
    """The text in pieces the Bot API accepts (4,096 characters)."""
    return [reply.text[start : start + LONGEST] for start in range(0, len(reply.text), LONGEST)] or ["…"]


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons, short ones three in a row."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    if not reply.buttons:
        return None
    buttons = [InlineKeyboardButton(label, callback_data=press.value) for press, label in reply.buttons]
    width = _A_ROW if all(len(label) <= _NARROW for _, label in reply.buttons) else 1
    return InlineKeyboardMarkup([buttons[start : start + width] for start in range(0, len(buttons), width)])
