"""From scores to probabilities that mean what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlu.feature import Floats
from nlu.linear import Labels

BINS = 15
PULL = 1.0
"""Strength of the pull of the labels' shifts towards zero; rare labels need it."""


@dataclass(frozen=True)
class Calibration:
    """Probability = softmax(``sharpness`` × score + ``shift`` of the label)."""

    sharpness: float
    shift: Floats

    def probabilities(self, scores: Floats) -> Floats:
        """Return rows that add up to one."""
        return _softmax(np.asarray(self.sharpness * scores + self.shift, dtype=np.float32))


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def fit(scores: Floats, labels: Labels) -> Calibration:
    """Choose sharpness and shifts that make ``labels`` likeliest. ``scores`` must come from rows not trained on."""
    import scipy.optimize

    classes = scores.shape[1]
    truth = np.zeros_like(scores)
    truth[np.arange(len(labels)), labels] = 1

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        sharpness, shift = parameters[0], parameters[1:]
        chance = Calibration(sharpness, shift.astype(np.float32)).probabilities(scores)
        wrong = chance - truth
        own = np.log(np.maximum(chance[np.arange(len(labels)), labels], 1e-12)).sum()
        slope = np.concatenate([[np.sum(wrong * scores)], wrong.sum(axis=0) + PULL * shift])
        return -float(own) + PULL / 2 * float(shift @ shift), slope.astype(np.float64)

    start = np.concatenate([[3.0], np.zeros(classes)])
    best = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B").x
    return Calibration(float(best[0]), best[1:].astype(np.float32))


def expected_error(confidence: Floats, correct: np.ndarray) -> float:
    """Expected calibration error over ``BINS`` equal bins: mean distance of confidence and accuracy."""
    if not len(confidence):
        return 0.0
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights=confidence - correct, minlength=BINS)
    return float(np.abs(gaps).sum() / len(confidence))
