"""The words names are made of, announced by and followed by (``corpus/name.csv``), as patterns and sets."""

from __future__ import annotations

import csv
import re
from pathlib import Path

CHINESE = "[一-鿿]"
MARK = r"[\s,，。、;；:：!！?？()（）—〕\"“”/]"

with (Path(__file__).parent / "corpus" / "name.csv").open(encoding="utf-8", newline="") as _file:
    _WORDS = {row["role"]: row["words"].split() for row in csv.DictReader(_file)}


def some(*roles: str) -> frozenset[str]:
    """Return the words of these roles."""
    return frozenset(word for role in roles for word in _WORDS[role])


def any_of(*roles: str) -> str:
    """Return a pattern for any word of these roles, the longest first."""
    return f"(?:{'|'.join(sorted(map(re.escape, some(*roles)), key=lambda word: (-len(word), word)))})"


COMMON = any_of("surname")
SURNAME = any_of("surname", "rare_surname")
TITLE = any_of("title")
SHORT_TITLE = (
    rf"(?:{any_of('short_title')}(?!{CHINESE})|总(?![是在共有要会算体量数部站公经之结])"
    "|[工叔姨哥姐婶局处](?=家|说|的|帮|身|没|答应|来|不|反映|两口子))"
)
"""What stands after a surname like a title, and would be part of another word elsewhere."""
