"""Rows with their right answers, and what machines say of rows they have not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from nlu.error import DataError
from nlu.feature import Floats, Matrix
from nlu.linear import Labels, Weights

FOLDS = 4
LARGE = 500_000
"""Filled cells of a matrix from which on starting processes pays."""
ALWAYS = -1
"""Fold of rows that are always learnt from and never asked about: words that hint at a label."""


@dataclass(frozen=True)
class Lesson:
    """``labels`` number the ``names``, ``fold`` the parts of cross-validation; ``weight`` is what a row counts."""

    rows: Matrix
    names: tuple[str, ...]
    labels: Labels
    fold: npt.NDArray[np.int64]
    weight: Floats

    @classmethod
    def of(
        cls, rows: Matrix, labels: Sequence[str], fold: npt.NDArray[np.int64], *, weight: Floats | None = None
    ) -> Self:
        """Number the labels. Raises ``DataError`` when there are fewer than two different ones."""
        names = tuple(sorted(set(labels)))
        if len(names) < 2:
            raise DataError("one_class", f"only one label ({', '.join(names)}): there is nothing to tell apart")
        counts = np.ones(len(labels), dtype=np.float32) if weight is None else weight
        return cls(rows, names, np.searchsorted(names, labels), fold, counts)

    @property
    def asked(self) -> npt.NDArray[np.bool_]:
        """Which rows are asked about."""
        return np.asarray(self.fold != ALWAYS)

    def only(self, chosen: npt.NDArray[np.bool_]) -> Lesson:
        """Return the chosen rows; the names stay."""
        return Lesson(self.rows[chosen], self.names, self.labels[chosen], self.fold[chosen], self.weight[chosen])


Fit = Callable[[Lesson], Weights]


def unseen_scores(lesson: Lesson, fit: Fit, *, advance: Callable[[], None] = lambda: None) -> Floats:
    """Return scores (asked rows × names) by machines that had not seen the row; ``advance`` comes ``FOLDS`` times.

    The folds of a large lesson run side by side, in processes of their own: liblinear draws its random numbers from one
    place for the whole process, and the same lesson shall always teach the same.
    """
    from joblib import Parallel, delayed
    from joblib.externals.loky import get_reusable_executor

    scores = np.zeros((len(lesson.labels), len(lesson.names)), dtype=np.float32)
    unseen = [lesson.fold == turn for turn in range(FOLDS)]
    large = lesson.rows.nnz > LARGE
    side_by_side = Parallel(n_jobs=-1 if large else 1, return_as="generator")
    for rows, found in zip(unseen, side_by_side(delayed(_scores)(lesson, fit, rows) for rows in unseen), strict=True):
        scores[rows] = found
        advance()
    if large:
        get_reusable_executor().shutdown()  # else its processes would wait for five minutes
    return scores[lesson.asked]


def _scores(lesson: Lesson, fit: Fit, unseen: npt.NDArray[np.bool_]) -> Floats | float:
    if not unseen.any() or len(np.unique(lesson.labels[~unseen])) < 2:
        return 0.0
    return fit(lesson.only(~unseen)).scores(lesson.rows[unseen])
