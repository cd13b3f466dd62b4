"""Finds the spot itself – 枫林小筑小区, 地铁站旁边 – where the gazetteer knows only district and street."""

from __future__ import annotations

import re

from nlu.words import Words

_WORDS = Words("spot")
_NAMED, _SIDE = _WORDS.any_of("named"), _WORDS.any_of("side")
_WORD = r"[一-鿿A-Za-z0-9]"
_PIECE, _NEXT = rf"{_WORD}{{1,8}}?{_NAMED}", rf"{_WORD}{{0,8}}?{_NAMED}"
_SPOT = re.compile(
    r"(?:的|那边|这边|这块|一带|[与和，,、\s])?"
    rf"(?P<spot>(?:一[个家座处栋片])?{_PIECE}(?:{_NEXT}){{0,2}}(?:[和与跟]{_PIECE})?{_SIDE}?)"
)
_ALONE = re.compile(
    rf"(?:^|[在到住从去，,。\s])(?P<spot>(?!我|你|他|这|那|有|没|不|一){_WORD}{{2,8}}?{_NAMED}{_SIDE}?)"
)
_NOT_IN_A_SPOT = re.compile(r"[的了在给往是有被让把说想我你他她这那哪没不要去来到和跟]")


def spot(text: str, *, at: int | None) -> str:
    """Return the words for the spot, "" when there are none. ``at``: where in the text it must begin, if known."""
    found = _SPOT.match(text, at) if at is not None else _ALONE.search(text)
    words = found["spot"] if found else ""
    return "" if _NOT_IN_A_SPOT.search(re.sub("[和与跟]", "", words, count=1)) else words
