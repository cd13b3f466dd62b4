"""The words that decided."""

from __future__ import annotations

from collections.abc import Iterable

from nlu.feature import FeatureSpace, Floats
from nlu.plain import plain

MOST = 5


def deciding_words(text: str, space: FeatureSpace, column: Floats, *, ordinary: Floats) -> tuple[str, ...]:
    """Return the words of ``text`` that spoke for a label, strongest first, at most ``MOST``.

    ``column`` holds the label's weight of each feature, ``ordinary`` the mean over all labels. A word is credited with
    its own weight and those of the character fragments inside it; a word within a stronger one is left out.
    """
    gain = (column - ordinary) * space.weight
    words = {word for word in space.segmenter.words(plain(text)) if len(word) > 1 and not word.isdigit()}
    credit = {word: _credit(word, space, gain) for word in words}
    best = sorted((word for word in words if credit[word] > 0), key=lambda word: (-credit[word], word))
    return tuple(_without_parts(best))[:MOST]


def _credit(word: str, space: FeatureSpace, gain: Floats) -> float:
    return float(gain[space.columns_of_word(word)].sum())


def _without_parts(words: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return kept
