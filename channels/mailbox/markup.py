"""HTML to text, as a person would have read it."""

from __future__ import annotations

import html
import re

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

LONGEST = 500_000
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"])
_UNSEEN = re.compile(r"<(script|style|head|title)[\s>]", re.IGNORECASE)
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
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", _seen(markup))))


def _seen(markup: str) -> str:
    """Without scripts, styles and the head; one that is never closed hides nothing."""
    lower, kept, at = markup.lower(), [], 0
    while opening := _UNSEEN.search(markup, at):
        end = lower.find(f"</{opening[1].lower()}", opening.end())
        if end < 0:
            break
        kept.append(markup[at : opening.start()])
        at = end
    return "".join(kept) + markup[at:]


def _without_declaration(markup: str) -> str:
    """An XML declaration with an encoding makes lxml refuse text that is decoded already."""
    stripped = markup.lstrip("\ufeff \t\r\n")
    return stripped.partition("?>")[2] if stripped.startswith("<?xml") else markup
