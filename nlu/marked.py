"""Sentences in which a hand has marked what points at a person, and how much of it redaction lets through."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nlu.redact import Finding, findings

SENTENCES = Path(__file__).parent / "corpus" / "personal.csv"
NAME = "姓名"
_MARK = re.compile(r"\[(?P<what>[一-鿿]+):(?P<personal>[^\[\]]+)\]")
_NOTHING = re.compile(r"[\s·/—-]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and the personal things in it."""

    text: str
    personal: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Leak:
    """``missed`` of ``marked`` things were left readable, by kind; ``needless``: share of harmless letters hidden."""

    marked: Counter[str]
    missed: Counter[str]
    needless: float

    def rate(self, *, names: bool) -> float:
        """Share of names, or of everything else, of which a character was left."""
        kinds = [what for what in self.marked if (what == NAME) == names]
        return sum(self.missed[what] for what in kinds) / max(1, sum(self.marked[what] for what in kinds))


def read(part: str, path: Path = SENTENCES) -> list[Marked]:
    """Return the sentences the rules were made with (``train``), or those held apart (``test``)."""
    with path.open(encoding="utf-8", newline="") as file:
        return [parse(row["text"]) for row in csv.DictReader(file) if row["part"] == part]


def parse(line: str) -> Marked:
    """Read ``电话[电话:13812345678]``."""
    text, personal, position = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        personal.append(Finding(mark["what"], len(text), len(text) + len(mark["personal"])))
        text, position = text + mark["personal"], mark.end()
    return Marked(text + line[position:], tuple(personal))


def leak(sentences: Iterable[Marked]) -> Leak:
    """Count what redaction misses and what it hides without need."""
    marked, missed, needless, harmless = Counter[str](), Counter[str](), 0, 0
    for sentence in sentences:
        hidden = _letters(findings(sentence.text))
        personal = _letters(sentence.personal)
        marked.update(one.what for one in sentence.personal)
        missed.update(one.what for one in sentence.personal if _left(sentence.text, one, hidden))
        needless += len(hidden - personal)
        harmless += len(sentence.text) - len(personal)
    return Leak(marked=marked, missed=missed, needless=needless / max(1, harmless))


def _letters(found: Iterable[Finding]) -> set[int]:
    return {position for one in found for position in range(one.start, one.end)}


def _left(text: str, one: Finding, hidden: set[int]) -> bool:
    return any(i not in hidden and not _NOTHING.match(text[i]) for i in range(one.start, one.end))
