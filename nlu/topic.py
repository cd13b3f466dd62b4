"""Weights for the topic tree: a leaf with four examples borrows from its group and its chapter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlu import linear
from nlu.feature import Matrix
from nlu.linear import Labels, Weights

LEVELS = ((6, 1.0), (4, 0.7), (2, 0.4))
"""Digits of the code, and how much the level's score counts."""


def fit_tree(rows: Matrix, labels: Labels, names: Sequence[str]) -> Weights:
    """Fit each level and add their scores for every leaf: still one column of weights per leaf."""
    parts = [_level(rows, labels, names, digits=digits, share=share) for digits, share in LEVELS]
    columns = np.sum([part.columns for part in parts], axis=0)
    return Weights(columns, np.sum([part.offset for part in parts], axis=0))


def _level(rows: Matrix, labels: Labels, names: Sequence[str], *, digits: int, share: float) -> Weights:
    branches, branch = np.unique([name[:digits] for name in names], return_inverse=True)
    weights = linear.fit(rows, branch[labels], classes=len(branches))
    return Weights(share * weights.columns[:, branch], share * weights.offset[branch])
