"""One question asked of a text – which unit, which kind, which class – and how sure the answer is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nlu import calibration, threshold, trust
from nlu.calibration import Calibration
from nlu.feature import Floats, Matrix
from nlu.lesson import Fit, Lesson, unseen_scores
from nlu.linear import Labels, Weights

PRECISION = 0.98


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
    """Weights, calibration and each label's threshold for acting alone, over the columns of one feature space."""

    labels: tuple[str, ...]
    weights: Weights
    calibration: Calibration
    limits: Floats

    def probabilities(self, rows: Matrix, *, hint: Floats | float = 0.0) -> Floats:
        """Return rows × labels; every row adds up to one. ``hint`` is added to the scores: what other heads know."""
        return self.calibration.probabilities(self.weights.scores(rows) + hint)

    @property
    def threshold(self) -> float:
        """The median of the labels' thresholds."""
        return float(np.median(self.limits))

    def answer(self, probabilities: Floats) -> Answer:
        """Put one row of probabilities into words."""
        best = np.argsort(-probabilities, kind="stable")[:3]
        guesses = tuple(Guess(self.labels[i], round(float(probabilities[i]), 4)) for i in best)
        return Answer(guesses, bool(probabilities[best[0]] >= self.limits[best[0]]))


@dataclass(frozen=True)
class Trial:
    """What machines that had not seen the rows said of them: calibration and threshold are chosen on this."""

    probabilities: Floats
    labels: Labels


def train(
    lesson: Lesson,
    fit: Fit,
    *,
    hint: Floats | float = 0.0,
    precision: float = PRECISION,
    advance: Callable[[], None] = lambda: None,
) -> tuple[Head, Trial]:
    """Learn a lesson; ``advance`` is called ``FOLDS + 1`` times. ``hint`` as in ``probabilities``, of asked rows."""
    scores, labels = unseen_scores(lesson, fit, advance=advance) + hint, lesson.labels[lesson.asked]
    trial = Trial(calibration.crossed(scores, labels), labels)
    learnt = Head(lesson.names, fit(lesson), calibration.fit(scores, labels), _limits(trial, precision=precision))
    advance()
    return learnt, trial


def _limits(trial: Trial, *, precision: float) -> Floats:
    """Chosen on trust in answers that taught nobody caution, so that the choice does not praise itself."""
    chances, labels = trial.probabilities, trial.labels
    limit = threshold.choose(trust.crossed(chances, labels), chances.argmax(axis=1) == labels, precision=precision)
    return trust.limits(limit, trust.caution(chances, labels))
