"""One of a closed list, as other systems write it: our code, or the official term."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from channels.base import Flaw, Refused, marked
from channels.words import clean

E = TypeVar("E", bound=StrEnum)
_CHOOSE = marked("“%(given)s”不在可选的内容里：%(known)s。")
_SHOWN = 20


def choice_of(raw: str, words: Mapping[E, str], field: str) -> E | None:
    """The member, None for nothing given; ``words`` are the official terms. Raises ``Refused``."""
    given = raw.strip()
    if not given:
        return None
    for member, word in words.items():
        if given in (member.value, word):
            return member
    known = "、".join(f"{word} {member.value}" for member, word in words.items())
    values = {"given": clean(given)[:_SHOWN], "known": known}
    raise Refused(Flaw(field=field, code="unknown_code", message=_CHOOSE, values=values))
