"""One question asked of a text – which unit, which kind, which class – and how sure the answer is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlu import calibration, linear, threshold
from nlu.calibration import Calibration
from nlu.error import DataError
from nlu.feature import Floats, Matrix
from nlu.linear import Labels, Weights

PRECISION = 0.98
FOLDS = 5
Fit = Callable[[Matrix, Labels, Sequence[str]], Weights]


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and the probability that it is right."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest labels (at most three, best first); ``automatic`` when sure enough to act without a person."""

    guesses: tuple[Guess, ...]
    automatic: bool

    @property
    def best(self) -> Guess:
        """The likeliest."""
        return self.guesses[0]


@dataclass(frozen=True)
class Head:
    """Weights, calibration and the threshold for acting alone, over the columns of one feature space."""

    labels: tuple[str, ...]
    weights: Weights
    calibration: Calibration
    threshold: float

    def probabilities(self, rows: Matrix) -> Floats:
        """Return rows × labels; every row adds up to one."""
        return self.calibration.probabilities(self.weights.scores(rows))

    def answer(self, probabilities: Floats) -> Answer:
        """Put one row of probabilities into words."""
        best = np.argsort(-probabilities, kind="stable")[:3]
        guesses = tuple(Guess(self.labels[i], round(float(probabilities[i]), 4)) for i in best)
        return Answer(guesses, bool(probabilities[best[0]] >= self.threshold))


@dataclass(frozen=True)
class Trial:
    """What machines that had not seen a row said of it: calibration and threshold are chosen on this."""

    probabilities: Floats
    labels: Labels

    @property
    def confidence(self) -> Floats:
        """Probability of each row's likeliest label."""
        return np.asarray(self.probabilities.max(axis=1), dtype=np.float32)

    @property
    def correct(self) -> npt.NDArray[np.bool_]:
        """Whether it was the right one."""
        return np.asarray(self.probabilities.argmax(axis=1) == self.labels)


def fit_flat(rows: Matrix, labels: Labels, names: Sequence[str]) -> Weights:
    """Fit without any order among the labels."""
    return linear.fit(rows, labels, classes=len(names))


def train(
    rows: Matrix,
    labels: Sequence[str],
    *,
    fold: npt.NDArray[np.int64],
    fit: Fit = fit_flat,
    precision: float = PRECISION,
    advance: Callable[[], None] = lambda: None,
) -> tuple[Head, Trial]:
    """Learn from labelled rows; ``advance`` is called ``FOLDS + 1`` times.

    Raises ``DataError`` when there are fewer than two labels.
    """
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise DataError("one_class", f"only one label ({', '.join(names)}): there is nothing to tell apart")
    numbers = np.searchsorted(names, labels)
    scores = np.zeros((len(numbers), len(names)), dtype=np.float32)
    for turn in range(FOLDS):
        unseen = fold == turn
        if unseen.any() and len(np.unique(numbers[~unseen])) > 1:
            scores[unseen] = fit(rows[~unseen], numbers[~unseen], names).scores(rows[unseen])
        advance()
    calibrated = calibration.fit(scores, numbers)
    trial = Trial(calibrated.probabilities(scores), numbers)
    limit = threshold.choose(trial.confidence, trial.correct, precision=precision)
    weights = fit(rows, numbers, names)
    advance()
    return Head(names, weights, calibrated, limit), trial
