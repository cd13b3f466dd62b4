"""Linear scores: one column of weights for each label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from nlu.feature import Floats, Matrix

Labels = npt.NDArray[np.int64]
ABSENT = -2.0
"""Score of a label no row bore: lower than that of any label that was learnt and does not fit."""


@dataclass(frozen=True)
class Weights:
    """``columns`` (features × labels) and ``offset`` (labels): a score is row · columns + offset."""

    columns: Floats
    offset: Floats

    def scores(self, rows: Matrix) -> Floats:
        """Return one score per row and label."""
        return np.asarray(rows @ self.columns + self.offset, dtype=np.float32)


def fit(rows: Matrix, labels: Labels, *, classes: int) -> Weights:
    """Fit the mean of a support vector machine and a ridge regression, itself one linear machine.

    ``labels`` are numbers below ``classes``, at least two different ones.
    """
    present, number = np.unique(labels, return_inverse=True)
    weight = _balance(number)
    one, other = _support_vectors(rows, number, weight, hardness=0.5), _ridge(rows, number, weight)
    return _spread((one[0] + other[0]) / 2, (one[1] + other[1]) / 2, present, classes)


def fit_few(rows: Matrix, labels: Labels, *, classes: int, weight: Floats) -> Weights:
    """Fit a soft support vector machine: for labels with a handful of rows each. ``weight`` says what a row counts."""
    present, number = np.unique(labels, return_inverse=True)
    coefficients, offset = _support_vectors(rows, number, weight * _balance(number), hardness=0.15)
    return _spread(coefficients, offset, present, classes)


def centroids(rows: Matrix, labels: Labels, *, classes: int, weight: Floats) -> Weights:
    """Score by likeness: every label's column is the direction of its rows' weighted sum."""
    member = sp.csr_array((weight, (labels, np.arange(len(labels)))), shape=(classes, len(labels)))
    total = (member @ rows).toarray()
    length = np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return Weights(np.ascontiguousarray((total / length).T, dtype=np.float32), np.zeros(classes, dtype=np.float32))


def _spread(coefficients: Any, offset: Any, present: Labels, classes: int) -> Weights:
    """Give every label its place; those without a row get a score below all others."""
    columns = np.zeros((coefficients.shape[1], classes), dtype=np.float32)
    columns[:, present] = coefficients.T
    offsets = np.full(classes, ABSENT, dtype=np.float32)
    offsets[present] = offset
    return Weights(columns, offsets)


def _balance(labels: Labels) -> npt.NDArray[np.float64]:
    """Rare labels weigh more, by the square root of their rarity."""
    counts = np.bincount(labels)
    return np.sqrt(len(labels) / len(counts) / counts[labels])


def _support_vectors(rows: Matrix, labels: Labels, weight: Any, *, hardness: float) -> tuple[Any, Any]:
    import sklearn.svm

    machine = sklearn.svm.LinearSVC(C=hardness, tol=0.02, random_state=0).fit(rows, labels, sample_weight=weight)
    coefficients, offset = machine.coef_, machine.intercept_
    if len(coefficients) == 1:  # two labels share one column
        return np.vstack([-coefficients, coefficients]), np.concatenate([-offset, offset])
    return coefficients, offset


def _ridge(rows: Matrix, labels: Labels, weight: npt.NDArray[np.float64]) -> tuple[Any, Any]:
    import sklearn.linear_model

    targets = np.full((len(labels), labels.max() + 1), -1.0, dtype=np.float32)
    targets[np.arange(len(labels)), labels] = 1.0
    machine = sklearn.linear_model.Ridge(alpha=1.0, solver="sparse_cg", tol=0.01, random_state=0)
    machine.fit(rows, targets, sample_weight=weight)
    return machine.coef_, machine.intercept_
