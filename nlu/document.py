"""A document, and everything in it that may tell what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import add

from nlu.plain import plain
from nlu.segment import Segmenter

BLOCKS = ("words", "letters", "pairs", "triples", "title words", "title fragments", "marks")
LENGTHS = (1.0, 0.6, 0.6, 0.6, 0.5, 0.5, 0.5)
"""How much each block weighs: its part of a row has this length."""
RAREST = (2, 2, 2, 2, 2, 2, 1)
"""In how many documents something of a block must occur to be known."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text, its title (which the text holds too), and what is known beside it, as ``column=value``."""

    text: str
    title: str = ""
    marks: tuple[str, ...] = ()


def fragments(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return every run of one, of two and of three characters of a plain text."""
    pairs = list(map(add, text, text[1:]))
    return list(text), pairs, list(map(add, pairs, text[2:]))


def tokens(document: Document, segmenter: Segmenter) -> Iterator[Sequence[str]]:
    """Yield what stands in each of the ``BLOCKS``."""
    text, title = plain(document.text), plain(document.title)
    yield segmenter.words(text)
    yield from fragments(text)
    yield segmenter.words(title)
    yield list(chain.from_iterable(fragments(title)))
    yield document.marks
