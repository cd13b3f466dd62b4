"""A document, and everything in it that may tell what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

from nlu.plain import plain
from nlu.segment import Segmenter

BLOCKS = ("words", "letters", "pairs", "title words", "title fragments", "marks")
LENGTHS = (1.0, 0.6, 0.6, 0.5, 0.5, 0.7)
"""How much each block weighs: its part of a row has this length."""
RAREST = (2, 2, 2, 2, 2, 1)
"""In how many documents something of a block must occur to be known."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text, its title (which the text holds too), and what is known beside it, as ``column=value``."""

    text: str
    title: str = ""
    marks: tuple[str, ...] = ()


def pairs(text: str) -> list[str]:
    """Return every run of two characters."""
    return list(map(add, text, text[1:]))


def tokens(document: Document, segmenter: Segmenter) -> Iterator[Sequence[str]]:
    """Yield what stands in each of the ``BLOCKS``. A title is short enough for runs of three characters as well."""
    text, title = plain(document.text), plain(document.title)
    yield segmenter.words(text)
    yield text
    yield pairs(text)
    yield segmenter.words(title)
    yield [*title, *pairs(title), *map(add, pairs(title), title[2:])]
    yield document.marks
