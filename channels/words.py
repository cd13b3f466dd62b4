"""Free text as people send it: cleaned of what no person types, otherwise kept as it is.

Control characters other than line feed and tab, and halves of surrogate pairs, are taken out silently: they come
from copying, not from meaning. Direction marks, joiners and emoji stay.
"""

from __future__ import annotations

import re

from channels.base import Flaw, Refused, marked

TEXT_LENGTH, NOTE_LENGTH = 2000, 500
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")
_EMPTY = marked("请写下您要反映的事情。")
_LONG = marked("最多%(most)s字，现在是%(length)s字，请缩短。")


def clean(text: str) -> str:
    """Without control characters and outer blanks; every line break is a line feed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def text_of(raw: str, field: str, *, most: int = TEXT_LENGTH, required: str = _EMPTY) -> str:
    """A required text of at most ``most`` characters. Raises ``Refused``."""
    text = clean(raw)
    if _INVISIBLE.fullmatch(text):
        raise Refused(Flaw(field=field, code="missing_field", message=required))
    return _within(text, field, most)


def note_of(raw: str, field: str, *, most: int = NOTE_LENGTH) -> str:
    """An optional text, empty when nothing was written. Raises ``Refused``."""
    return _within(clean(raw), field, most)


def line_of(raw: str, field: str, *, most: int) -> str | None:
    """An optional text on one line, None when it is empty. Raises ``Refused``."""
    text = " ".join(clean(raw).split())
    return None if _INVISIBLE.fullmatch(text) else _within(text, field, most)


def _within(text: str, field: str, most: int) -> str:
    if len(text) > most:
        values: dict[str, str | int] = {"most": most, "length": len(text)}
        raise Refused(Flaw(field=field, code="too_long", message=_LONG, values=values))
    return text
