"""What the engine need not know is taken out before it hears a sentence: petition numbers, query codes, telephones.

The engine keeps what it hears while a dialogue runs; a mark in its place is enough to understand the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from channels import telephone
from channels.base import Refused

NUMBER, CODE, PHONE = "〔编号〕", "〔查询码〕", "〔电话〕"
HIDDEN = "********"
LONGEST = 500
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{8}\s?-?\s?[A-Za-z]\s?-?\s?\d{6}\s?-?\s?\d(?![A-Za-z0-9])", re.ASCII
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9-])[2-9A-HJ-NP-Za-hj-np-z]{4}[\s-]?[2-9A-HJ-NP-Za-hj-np-z]{4}(?![A-Za-z0-9-])", re.ASCII
)
_PHONE = re.compile(
    r"(?<![\d-])(?:(?:\+|00)?86[\s-]?)?(?:1[3-9]\d(?:[\s-]?\d){8}|\(?0\d{2,3}\)?[\s-]?[2-9]\d{6,7})(?!\d)", re.ASCII
)
_SLASHES = re.compile(r"^[\s/／]+")
_FILLING = re.compile(r"[\W_]|编号|号码|查询码|查询|我的|是|为|和|与|number|code", re.IGNORECASE)
_GROUPS = re.compile(r"[\s-]+")


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A sentence with marks, and what they stand for."""

    text: str
    number: str | None = None
    code: str | None = None
    phone: str | None = None

    @property
    def only_key(self) -> bool:
        """Whether number or code is all that was said."""
        rest = self.text.replace(NUMBER, "").replace(CODE, "")
        return bool(self.number or self.code) and not _FILLING.sub("", rest)


def marked_text(said: str) -> Marked:
    """Mark a citizen's words; whatever comes, nothing is raised. What is left is no command of the engine."""
    text = unicodedata.normalize("NFKC", said)[:LONGEST]
    number, text = _taken(text, _NUMBER, NUMBER, _as_number)
    known = number is not None or bool(_CODE.fullmatch(text.strip()))
    code, text = _taken(text, _CODE, CODE, lambda found: _as_code(found, known=known))
    phone, text = _taken(text, _PHONE, PHONE, _as_phone)
    return Marked(text=_SLASHES.sub("", text), number=number, code=code, phone=phone)


def veiled(said: str) -> str:
    """Words as a desk shows them: no query code in them, and of a telephone as much as its owner would know again."""
    known = bool(_NUMBER.search(said) or _CODE.fullmatch(said.strip()))
    text = _CODE.sub(lambda match: HIDDEN if _as_code(match.group(), known=known) else match.group(), said)
    return _PHONE.sub(lambda match: _veiled_phone(match.group()), text)


def _veiled_phone(found: str) -> str:
    phone = _as_phone(found)
    return telephone.masked(phone) if phone else found


def _taken(text: str, pattern: re.Pattern[str], mark: str, read: Callable[[str], str | None]) -> tuple[str | None, str]:
    """The first thing of its kind that can be read, and the text with a mark for every one of them."""
    found = [read(match.group()) for match in pattern.finditer(text)]

    def marked(match: re.Match[str]) -> str:
        return mark if read(match.group()) else match.group()

    return next(filter(None, found), None), pattern.sub(marked, text)


def _as_number(found: str) -> str:
    """As it is written; a mistyped one is still meant as a number, and will not be found."""
    bare = _GROUPS.sub("", found).upper()
    return f"{bare[:10]}-{bare[10]}-{bare[11:17]}-{bare[17]}"


def _as_code(found: str, *, known: bool) -> str | None:
    """Eight letters may be a word and eight digits a telephone, unless nothing else can be meant."""
    bare = _GROUPS.sub("", found).upper()
    mixed = not bare.isalpha() and not bare.isdigit()
    return bare if known or mixed else None


def _as_phone(found: str) -> str | None:
    try:
        return telephone.normal(found)
    except Refused:
        return None
