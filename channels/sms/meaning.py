"""What a text means, as far as it can be told from the text alone.

A complaint must never be taken for praise: a digit that says *satisfied* counts only when it stands alone or with a
word of thanks; one that says *dissatisfied* may carry the reason with it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tracking.domain.vocabulary import Satisfaction


class Word(StrEnum):
    """What stops and starts messages."""

    STOP = "stop"
    START = "start"


@dataclass(frozen=True, kw_only=True)
class Rating:
    """A degree of satisfaction, and what was said with it."""

    satisfaction: Satisfaction
    note: str = ""


STOPS = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "td", "t", "n", "退订", "退订短信", "取消短信"}
)
STARTS = frozenset({"start", "unstop", "恢复", "恢复短信", "订阅"})
LONGEST_THANKS = 8
_EDGE = " \t\n\r。.!！,，;；~～、"
_WORDS = {
    "非常满意": Satisfaction.VERY_SATISFIED,
    "很满意": Satisfaction.VERY_SATISFIED,
    "满意": Satisfaction.SATISFIED,
    "基本满意": Satisfaction.BASICALLY_SATISFIED,
    "一般": Satisfaction.BASICALLY_SATISFIED,
    "不满意": Satisfaction.DISSATISFIED,
    "非常不满意": Satisfaction.VERY_DISSATISFIED,
    "很不满意": Satisfaction.VERY_DISSATISFIED,
}
_DEGREES = dict(zip("12345", Satisfaction, strict=True))
_THANKS = re.compile(r"(谢谢|感谢|多谢|辛苦了?|好的?|了|你们|您|啊|呀|哈)*")
_RATED = re.compile(r"([1-5])(?:分|星)?(?:[\s,，。!！;；]+(.*))?", re.DOTALL)
_COUNTS = re.compile(r"[0-9号楼栋幢单层点月日年个天人家户次条米路元]")  # 5 号楼, 4，5单元: the digit is no rating
_CONFIDENTIAL = re.compile(r"\s*(?:请)?保密[\s:：,，。]*")


def plain(text: str) -> str:
    """One form of what looks the same, without marks at the edges."""
    return unicodedata.normalize("NFKC", text).strip(_EDGE)


def word(text: str) -> Word | None:
    """Whether the whole text asks for no more messages, or for messages again."""
    bare = plain(text).lower()
    return Word.STOP if bare in STOPS else Word.START if bare in STARTS else None


def rating(text: str) -> Rating | None:
    """A rating, None where the text may be anything else."""
    bare = plain(text)
    if (found := _RATED.fullmatch(bare)) is not None:
        return _with_note(_DEGREES[found[1]], (found[2] or "").strip(_EDGE))
    for spoken, degree in _WORDS.items():
        rest = bare.removeprefix(spoken).strip(_EDGE)
        if bare.startswith(spoken) and _THANKS.fullmatch(rest):
            return Rating(satisfaction=degree)
    return None


def says_something(text: str) -> bool:
    """Whether there is a letter of any script in it: digits and marks alone are no matter."""
    return any(char.isalpha() for char in text)


def confidential(text: str) -> tuple[bool, str]:
    """Whether the text begins with 保密, and the text without it."""
    found = _CONFIDENTIAL.match(text)
    rest = text[found.end() :] if found else ""
    return (True, rest) if rest else (False, text)


def _with_note(degree: Satisfaction, note: str) -> Rating | None:
    if _COUNTS.match(note):
        return None
    unhappy = degree in (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED)
    if unhappy or (len(note) <= LONGEST_THANKS and _THANKS.fullmatch(note)):
        return Rating(satisfaction=degree, note=note)
    return None
