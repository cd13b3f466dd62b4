"""MinHash: short rows of numbers that agree as often as the texts they stand for share runs of characters."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

PRIME = (1 << 31) - 1
Row = npt.NDArray[np.int64]


def factors(count: int, *, seed: int = 12345) -> Row:
    """One factor for each number of a signature, always the same ones."""
    return np.random.default_rng(seed).integers(1, PRIME, size=(count, 1), dtype=np.int64)


def signature(letters: str, *, run: int, by: Row) -> Row:
    """The signature of all runs of ``run`` characters; a shorter text is one run."""
    shingles = sorted({letters[i : i + run] for i in range(max(1, len(letters) - run + 1))})
    numbers = np.array([number(shingle) for shingle in shingles], dtype=np.int64)
    return np.asarray((by * numbers[None, :] % PRIME).min(axis=1))


def number(shingle: str) -> int:
    return zlib.crc32(shingle.encode(errors="replace")) % PRIME
