"""Names that were meant: written with other characters of the same sound (黄姑区), or with one wrong letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from pypinyin import lazy_pinyin

SHORTEST = 3
"""Shorter names sound like too many other words."""
SHORTEST_WITH_ERROR = 5
_TELLING = frozenset("东南西北中前后上下大小新老一二三四五六七八九十")
"""A wrong one of these makes another place, not a mistake."""

Sound = tuple[str, ...]
_Key = TypeVar("_Key", str, Sound)


class Likeness:
    """Finds misspelt names of a given list. Safe to share between threads."""

    def __init__(self, names: Iterable[str]) -> None:
        known = [name for name in names if len(name) >= SHORTEST]
        by_sound: defaultdict[Sound, set[str]] = defaultdict(set)
        by_hole: defaultdict[str, set[str]] = defaultdict(set)
        for name in known:
            by_sound[tuple(map(_sound, name))].add(name)
            for hole in _holes(name):
                by_hole[hole].add(name)
        self._by_sound = _only(by_sound)
        self._by_hole = _only(by_hole)
        self._lengths = sorted({len(name) for name in known}, reverse=True)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and the name meant, the longest at each position, never overlapping."""
        sounds, position = tuple(map(_sound, text)), 0
        while position < len(text):
            meant = self._meant(text, sounds, position)
            if meant:
                yield position, position + len(meant), meant
            position += len(meant) or 1

    def _meant(self, text: str, sounds: Sound, start: int) -> str:
        for length in self._lengths:
            piece = text[start : start + length]
            if len(piece) < length:
                continue
            meant = self._by_sound.get(sounds[start : start + length]) or next(
                (self._by_hole[hole] for hole in _holes(piece) if hole in self._by_hole), None
            )
            if meant:
                return meant
        return ""


@cache
def _sound(letter: str) -> str:
    return lazy_pinyin(letter)[0] if letter.strip() else letter


def _holes(name: str) -> list[str]:
    """A long name with each of its letters left open."""
    if len(name) < SHORTEST_WITH_ERROR:
        return []
    return [name[:i] + "*" + name[i + 1 :] for i, letter in enumerate(name) if letter not in _TELLING]


def _only(found: Mapping[_Key, set[str]]) -> dict[_Key, str]:
    """What more than one name answers to says nothing."""
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1}
