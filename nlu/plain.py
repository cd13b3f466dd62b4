"""What a citizen sent, made plain: one line, one width, lower case, simplified characters, no markup."""

import re
import unicodedata

from opencc import OpenCC

LONGEST = 6_000
"""Characters that are looked at. A petition holds 2,000; what an attachment adds beyond this changes no answer."""

_MARKUP = re.compile(r"<[^<>]{0,200}>")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060\ufeff\ud800-\udfff]")
_UNPAIRED = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_SIMPLIFIED = OpenCC("t2s")
_DIGITS = re.compile(r"\d{5,}")


def plain(text: str) -> str:
    """Return ``text`` as the classifier reads it. Never fails, whatever was sent.

    Long numbers become ``0``: a telephone or a contract number says nothing about who is in charge.
    """
    seen = _MARKUP.sub(" ", _UNSEEN.sub(" ", text[: 2 * LONGEST]))
    narrow = unicodedata.normalize("NFKC", seen).lower()
    return _SPACE.sub(" ", _DIGITS.sub("0", simplified(narrow))).strip()[:LONGEST]


def says_something(text: str) -> bool:
    """Whether there is a letter in it, of whatever script: digits and marks alone ask for nothing."""
    return any(letter.isalpha() for letter in _MARKUP.sub(" ", text[: 2 * LONGEST]))


def simplified(text: str) -> str:
    """Return ``text`` with simplified characters for traditional ones."""
    return str(_SIMPLIFIED.convert(_UNPAIRED.sub(" ", text)))
