"""HTML to text, as a person would have read it."""

from __future__ import annotations

import html
import re

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

LONGEST = 500_000
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"])
_UNSEEN = re.compile(r"<(script|style|head|title)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"[ \t\xa0]+\n|\n{3,}")


def text_of(markup: str) -> str:
    """The visible text. What the library loses, for nesting too deep or for being no HTML, is kept without tags."""
    markup = markup[:LONGEST].replace("\0", "")
    bare = _bare(markup)
    try:
        read = get_text(_without_declaration(markup), _CONFIG)
    except Exception:  # it raises whatever lxml and its own tables raise
        read = ""
    lost = len("".join(read.split())) * 2 < len("".join(bare.split()))
    return _BLANKS.sub("\n\n", (bare if lost else read)).strip()


def _bare(markup: str) -> str:
    seen = markup
    for opening in ("<script", "<style", "<head", "<title"):
        seen = _cut(seen, opening)
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", seen)))


def _cut(markup: str, opening: str) -> str:
    """Without these elements and all in them; one that is never closed goes to its own end only."""
    closing, lower = opening.replace("<", "</"), markup.lower()
    kept, at = [], 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start)
        if end < 0:
            break
        kept.append(markup[at:start])
        at = end
    return "".join(kept) + markup[at:]


def _without_declaration(markup: str) -> str:
    """An XML declaration with an encoding makes lxml refuse text that is decoded already."""
    stripped = markup.lstrip("\ufeff \t\r\n")
    return stripped.partition("?>")[2] if stripped.startswith("<?xml") else markup
