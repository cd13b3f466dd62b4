"""Linear scores: one column of weights for each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlu.feature import Floats, Matrix

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """``columns`` (features × labels) and ``offset`` (labels): a score is row · columns + offset."""

    columns: Floats
    offset: Floats

    def scores(self, rows: Matrix) -> Floats:
        """Return one score per row and label."""
        return np.asarray(rows @ self.columns + self.offset, dtype=np.float32)


def fit(rows: Matrix, labels: Labels, *, classes: int) -> Weights:
    """Fit the weights. ``labels`` are numbers below ``classes``; a label without a row keeps a very low score."""
    import sklearn.svm

    present = np.unique(labels)
    machine = sklearn.svm.LinearSVC(C=0.5).fit(rows, labels, sample_weight=_balance(labels))
    coef, intercept = machine.coef_, machine.intercept_
    if len(present) == 2:
        coef, intercept = np.vstack([-coef, coef]), np.concatenate([-intercept, intercept])
    columns = np.zeros((rows.shape[1], classes), dtype=np.float32)
    offset = np.full(classes, -2.0, dtype=np.float32)
    columns[:, present] = coef.T
    offset[present] = intercept
    return Weights(columns, offset)


def _balance(labels: Labels) -> npt.NDArray[np.float64]:
    """Rare labels weigh more, by the square root of their rarity."""
    counts = np.bincount(labels)
    return np.sqrt(len(labels) / np.count_nonzero(counts) / counts[labels])


def average(parts: Sequence[Weights]) -> Weights:
    """The mean of linear machines is one linear machine."""
    columns = np.mean([part.columns for part in parts], axis=0, dtype=np.float32)
    offset = np.mean([part.offset for part in parts], axis=0, dtype=np.float32)
    return Weights(np.asarray(columns), np.asarray(offset))
