"""Turns documents into rows of a sparse matrix: words ∪ characters 1–3 ∪ marks, each block tf-idf and of length one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import add
from typing import Self

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from nlu.plain import plain
from nlu.segment import Segmenter

Floats = npt.NDArray[np.float32]
Matrix = sp.csr_array[np.float32]
MARK_WEIGHT = 0.5
"""How much the marks (a district chosen on the form) weigh beside the text, whose two blocks weigh 1 each."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text and what is known beside it, as ``column=value``."""

    text: str
    marks: tuple[str, ...] = ()


def fragments(text: str) -> list[str]:
    """Return every run of one, two and three characters of a plain text."""
    pairs = list(map(add, text, text[1:]))
    return [*text, *pairs, *map(add, pairs, text[2:])]


class FeatureSpace:
    """The known words, fragments and marks, each with its column and its weight."""

    def __init__(self, segmenter: Segmenter, blocks: Sequence[Sequence[str]], weight: Floats) -> None:
        self.segmenter = segmenter
        self.blocks = [list(block) for block in blocks]
        self.weight = weight
        starts = np.cumsum([0, *map(len, self.blocks)])
        self.starts = [int(start) for start in starts]
        self._columns = [
            dict(zip(block, range(start, start + len(block)), strict=True))
            for block, start in zip(self.blocks, self.starts, strict=False)
        ]

    @classmethod
    def learn(cls, documents: Sequence[Document], *, segmenter: Segmenter, rarest: int = 2) -> tuple[Self, Matrix]:
        """Collect what occurs in at least ``rarest`` of the documents (marks: in any); return it with their rows."""
        tokens = [tuple(_tokens(document, segmenter)) for document in documents]
        seen: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
        for blocks in tokens:
            for counter, block in zip(seen, blocks, strict=True):
                counter.update(set(block))
        floors = (rarest, rarest, 1)
        kept = [
            sorted((token, count) for token, count in counter.items() if count >= floor)
            for counter, floor in zip(seen, floors, strict=True)
        ]
        counts = np.array([count for block in kept for _, count in block], dtype=np.float32)
        weight = np.log((1 + len(documents)) / (1 + counts)) + 1
        space = cls(segmenter, [[token for token, _ in block] for block in kept], weight.astype(np.float32))
        return space, space._matrix(tokens)

    @property
    def size(self) -> int:
        """Number of columns."""
        return self.starts[-1]

    def column(self, word: str) -> int | None:
        """Return the column of a word, None when it is not known."""
        return self._columns[0].get(word)

    def fragment_columns(self, word: str) -> list[int]:
        """Return the columns of the fragments inside ``word``."""
        known = self._columns[1]
        return [known[fragment] for fragment in fragments(word) if fragment in known]

    def rows(self, documents: Iterable[Document]) -> Matrix:
        """Return one row of ``size`` columns per document."""
        return self._matrix(_tokens(document, self.segmenter) for document in documents)

    def _matrix(self, tokens: Iterable[Iterable[Sequence[str]]]) -> Matrix:
        found = [self._columns_of(blocks) for blocks in tokens]
        lengths = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
        indices = np.fromiter(chain.from_iterable(found), dtype=np.int32, count=int(lengths.sum()))
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        ones = np.ones(len(indices), dtype=np.float32)
        matrix: Matrix = sp.csr_array((ones, indices, ends), shape=(len(found), self.size))
        matrix.sum_duplicates()
        return self._weighed(matrix)

    def _columns_of(self, blocks: Iterable[Sequence[str]]) -> list[int]:
        found = (map(known.get, block) for known, block in zip(self._columns, blocks, strict=True))
        return [column for column in chain.from_iterable(found) if column is not None]

    def _weighed(self, matrix: Matrix) -> Matrix:
        """Sublinear tf × idf; then each block of each row gets length one (marks: ``MARK_WEIGHT``)."""
        data = (np.log(matrix.data) + 1) * self.weight[matrix.indices]
        row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        block = np.searchsorted(self.starts[1:], matrix.indices, side="right")
        cell = row * 3 + block
        length = np.sqrt(np.bincount(cell, weights=data * data, minlength=3 * matrix.shape[0]))
        share = np.array([1.0, 1.0, MARK_WEIGHT])[block]
        matrix.data = (data * share / length[cell]).astype(np.float32)
        return matrix


def _tokens(document: Document, segmenter: Segmenter) -> Iterator[Sequence[str]]:
    text = plain(document.text)
    yield segmenter.words(text)
    yield fragments(text)
    yield document.marks
