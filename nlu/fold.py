"""Splits that keep near-duplicates together, so that nothing is learnt by heart and then counted as understood."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from nlu.plain import plain

BANDS, DEPTH = 12, 4
_PRIME = (1 << 31) - 1


def families(texts: Sequence[str]) -> list[int]:
    """Give each text the index of the first text of its family: those that share a band of MinHash signatures."""
    parent = list(range(len(texts)))
    first: dict[tuple[int, ...], int] = {}
    for index, text in enumerate(texts):
        for key in _bands(text):
            _join(parent, first.setdefault(key, index), index)
    return [_root(parent, index) for index in range(len(texts))]


def _bands(text: str) -> Iterator[tuple[int, ...]]:
    letters = plain(text)
    shingles = sorted({letters[i : i + 4] for i in range(max(1, len(letters) - 3))})
    numbers = np.array([_number(shingle) for shingle in shingles], dtype=np.int64)
    signature = (_FACTORS * numbers[None, :] % _PRIME).min(axis=1)
    for band in range(BANDS):
        yield (band, *map(int, signature[band * DEPTH : (band + 1) * DEPTH]))


def _number(shingle: str) -> int:
    return zlib.crc32(shingle.encode(errors="replace")) % _PRIME


_FACTORS = np.random.default_rng(12345).integers(1, _PRIME, size=(BANDS * DEPTH, 1), dtype=np.int64)


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _join(parent: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first


def folds(texts: Sequence[str], labels: Sequence[str], *, count: int) -> npt.NDArray[np.int64]:
    """Return the fold of each text: families whole, every label spread evenly, always the same for the same texts.

    A family that is most of its label is taken apart: without it, nothing would be left to learn that label from.
    """
    members: defaultdict[int, list[int]] = defaultdict(list)
    rows = Counter(labels)
    sizes = Counter(found := families(texts))
    for index, family in enumerate(found):
        alone = sizes[family] > max(1, rows[labels[index]] // count)
        members[index if alone else family].append(index)
    order = sorted(members, key=lambda family: (labels[family], _number(texts[family])))
    fold = np.zeros(len(texts), dtype=np.int64)
    for turn, family in enumerate(order):
        fold[members[family]] = turn % count
    return fold
