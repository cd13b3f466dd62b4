"""Numbers as people write them: 3.5, 1,200, 两千三, 半."""

from __future__ import annotations

import cn2an

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?[百千万亿]*|[〇零一二两三四五六七八九十廿百千万亿]+|半)"
"""A pattern for one number."""


def value(words: str) -> float | None:
    """Return what ``words`` say, None when they are no number (十百)."""
    if words == "半":
        return 0.5
    try:
        return float(cn2an.cn2an(words.replace(",", ""), "smart"))
    except (ValueError, KeyError):  # the library looks up a unit that such words do not have
        return None
