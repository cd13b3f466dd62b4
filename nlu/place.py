"""Finds where a petition plays – district, street, spot, and the words that say so – from a gazetteer as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from nlu.likeness import Likeness
from nlu.plain import simplified
from nlu.segment import Segmenter
from nlu.spot import spot

DISTRICT, STREET = "district", "street"
SHORT = 2
"""Names up to this length (和平, 大东) also stand inside other words, and count only where a word begins and ends."""


class Named(Protocol):
    """A place with a name. ``kind`` is ``district``, ``street`` or a landmark's own; ``street`` a code where known."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def district(self) -> str: ...
    @property
    def street(self) -> str | None: ...


class Entry(NamedTuple):
    """The plainest ``Named``."""

    name: str
    kind: str
    district: str
    street: str | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a text says of its place: codes where they are beyond doubt, the known names found, in order and rightly
    spelt, and the words for the spot itself.
    """

    district: str | None
    street: str | None
    words: tuple[str, ...]
    spot: str = ""


class Gazetteer:
    """Names of places, found in one pass over a text. Safe to share between threads."""

    def __init__(self, names: Iterable[Named], *, aliases: Mapping[str, str] | None = None) -> None:
        """``aliases`` maps other words for a place to its name; those for unknown names are left out."""
        self._entries: defaultdict[str, list[Named]] = defaultdict(list)
        for entry in names:
            self._entries[entry.name].append(entry)
        for alias, target in (aliases or {}).items():
            self._entries[alias].extend(self._entries.get(target, ()))
        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(filter(self._entries.get, self._entries), key=len, reverse=True):
            self._by_letter[name[0]].append(name)
        self._segmenter = Segmenter(self._entries)
        self._likeness = Likeness(filter(self._entries.get, self._entries))

    @property
    def words(self) -> tuple[str, ...]:
        """Every name and alias, for the dictionary of a segmenter."""
        return tuple(sorted(self._entries))

    def find(self, text: str) -> Place:
        """Return where ``text`` plays. Names that contradict each other leave the district open.

        Names that are only meant (黄姑区) are looked for where no known one stands.
        """
        line = simplified(text)
        found = self._found(line)
        words = tuple(dict.fromkeys(name for _, _, name in found))
        district = self._district(words)
        street = self._street(words, district)
        return Place(district=district, street=street, words=words, spot=spot(line, at=self._spot_begins(found)))

    def _spot_begins(self, found: Sequence[tuple[int, int, str]]) -> int | None:
        """After the last district or street, else at the first landmark."""
        wide = [end for _, end, name in found if self._entries[name][0].kind in (DISTRICT, STREET)]
        return wide[-1] if wide else next((start for start, _, _ in found), None)

    def _found(self, text: str) -> list[tuple[int, int, str]]:
        """Names written and names meant; where they overlap, the one that begins first, and then the longer."""
        known = ((start, end, text[start:end]) for start, end in self.spans(text))
        kept: list[tuple[int, int, str]] = []
        for one in sorted([*known, *self._likeness.find(text)], key=lambda one: (one[0], -one[1])):
            if not kept or one[0] >= kept[-1][1]:
                kept.append(one)
        return kept

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of the names in ``text``, the longest at each position, never overlapping."""
        whole: frozenset[str] | None = None
        position = 0
        while position < len(text):
            found = next((n for n in self._by_letter.get(text[position], ()) if text.startswith(n, position)), "")
            if found and len(found) <= SHORT:
                whole = whole or frozenset(self._segmenter.words(text))
                found = found if found in whole else ""
            if found:
                yield position, position + len(found)
            position += len(found) or 1

    def _district(self, words: Iterable[str]) -> str | None:
        """A district named outright wins; otherwise all names must leave exactly one possible."""
        named, possible = set(), []
        for word in words:
            districts = {entry.district for entry in self._entries[word]}
            if any(entry.kind == DISTRICT for entry in self._entries[word]):
                named |= districts
            possible.append(districts)
        left = named or set.intersection(*possible) if possible else set()
        return left.pop() if len(left) == 1 else None

    def _street(self, words: Iterable[str], district: str | None) -> str | None:
        entries = (entry for word in words for entry in self._entries[word] if entry.district == district)
        streets = {entry.street for entry in entries if entry.street}
        return streets.pop() if len(streets) == 1 else None
