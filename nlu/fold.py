"""Splits that keep near-duplicates together, so that nothing is learnt by heart and then counted as understood."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from nlu.minhash import factors, number, signature
from nlu.plain import plain

BANDS, DEPTH = 12, 4
_FACTORS = factors(BANDS * DEPTH)


def families(texts: Sequence[str]) -> list[int]:
    """Give each text the index of the first text of its family: those that share a band of MinHash signatures."""
    parent = list(range(len(texts)))
    first: dict[tuple[int, ...], int] = {}
    for index, text in enumerate(texts):
        for key in _bands(text):
            _join(parent, first.setdefault(key, index), index)
    return [_root(parent, index) for index in range(len(texts))]


def _bands(text: str) -> Iterator[tuple[int, ...]]:
    row = signature(plain(text), run=4, by=_FACTORS)
    for band in range(BANDS):
        yield (band, *map(int, row[band * DEPTH : (band + 1) * DEPTH]))


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
    order = sorted(members, key=lambda family: (labels[family], number(texts[family])))
    fold = np.zeros(len(texts), dtype=np.int64)
    for turn, family in enumerate(order):
        fold[members[family]] = turn % count
    return fold
