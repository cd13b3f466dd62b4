"""Turns documents into rows of a sparse matrix, each block of a row tf-idf and of a set length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Self

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from nlu.document import BLOCKS, LENGTHS, RAREST, Document, pairs, tokens
from nlu.segment import Segmenter

Floats = npt.NDArray[np.float32]
Matrix = sp.csr_array[np.float32]


class FeatureSpace:
    """What is known in each block: its column and its weight."""

    def __init__(self, segmenter: Segmenter, blocks: Sequence[Sequence[str]], weight: Floats) -> None:
        self.segmenter = segmenter
        self.blocks = [list(block) for block in blocks]
        self.weight = weight
        self.starts = [int(start) for start in np.cumsum([0, *map(len, self.blocks)])]
        self._columns = [
            dict(zip(block, range(start, start + len(block)), strict=True))
            for block, start in zip(self.blocks, self.starts, strict=False)
        ]

    @classmethod
    def learn(cls, documents: Sequence[Document], *, segmenter: Segmenter) -> tuple[Self, Matrix]:
        """Collect what occurs often enough; return it with the rows of the documents."""
        found = [tuple(tokens(document, segmenter)) for document in documents]
        seen = [Counter(chain.from_iterable(map(set, block))) for block in zip(*found, strict=True)]
        kept = [
            sorted((token, count) for token, count in counter.items() if count >= rarest)
            for counter, rarest in zip(seen, RAREST, strict=True)
        ]
        counts = np.array([count for block in kept for _, count in block], dtype=np.float32)
        weight = np.log((1 + len(documents)) / (1 + counts)) + 1
        space = cls(segmenter, [[token for token, _ in block] for block in kept], weight.astype(np.float32))
        return space, space._matrix(found)

    @property
    def size(self) -> int:
        """Number of columns."""
        return self.starts[-1]

    def columns_of_word(self, word: str) -> list[int]:
        """Return the columns of a word of the text, of its letters and of its pairs, where they are known."""
        words, letters, twos = self._columns[:3]
        found = [words.get(word), *map(letters.get, word), *map(twos.get, pairs(word))]
        return [column for column in found if column is not None]

    def rows(self, documents: Iterable[Document]) -> Matrix:
        """Return one row of ``size`` columns per document."""
        return self._matrix(tokens(document, self.segmenter) for document in documents)

    def _matrix(self, documents: Iterable[Iterable[Sequence[str]]]) -> Matrix:
        found = [self._columns_of(blocks) for blocks in documents]
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
        """Sublinear tf × idf; then each block of each row gets its length."""
        data = (np.log(matrix.data) + 1) * self.weight[matrix.indices]
        row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        block = np.searchsorted(self.starts[1:], matrix.indices, side="right")
        cell = row * len(BLOCKS) + block
        length = np.sqrt(np.bincount(cell, weights=data * data))
        matrix.data = (data * np.array(LENGTHS)[block] / length[cell]).astype(np.float32)
        return matrix
