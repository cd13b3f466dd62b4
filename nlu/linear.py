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
    """Fit the mean of two linear machines: support vectors on all features alike, and on telling features.

    ``labels`` are numbers below ``classes``, at least two different ones.
    """
    present, number = np.unique(labels, return_inverse=True)
    weight = _balance(number)
    one = _support_vectors(rows, number, weight, hardness=0.5)
    other = _telling_support_vectors(rows, number, weight, hardness=6.0)
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


def _telling_support_vectors(rows: Matrix, labels: Labels, weight: Any, *, hardness: float) -> tuple[Any, Any]:
    """Fit each label on features stretched by how well they tell it from the rest (Wang and Manning's NB-SVM)."""
    import sklearn.svm

    coefficients, offsets = [], []
    for label in range(labels.max() + 1):
        stretch = _telling(rows, labels == label)
        stretched = sp.csr_array((rows.data * stretch[rows.indices], rows.indices, rows.indptr), shape=rows.shape)
        machine = sklearn.svm.LinearSVC(C=hardness, tol=0.1, random_state=0)
        machine.fit(stretched, labels == label, sample_weight=weight)
        coefficients.append(machine.coef_[0] * stretch)
        offsets.append(machine.intercept_[0])
    return np.array(coefficients), np.array(offsets)


def _telling(rows: Matrix, chosen: npt.NDArray[np.bool_]) -> Floats:
    """Return, feature by feature, the distance of its logarithmic frequencies in and out of the chosen rows, 0–1."""
    inside, outside = (np.asarray(rows[part].sum(axis=0)) + 0.1 for part in (chosen, ~chosen))
    distance = np.abs(np.log(inside / inside.sum()) - np.log(outside / outside.sum()))
    return np.asarray(distance / max(distance.max(), 1e-9), dtype=np.float32)
