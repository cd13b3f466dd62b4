"""From scores to probabilities that mean what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.feature import Floats
from nlu.linear import Labels

BINS = 15
PULL = 20.0
"""How strongly each label's own slope and shift are pulled towards the common ones; rare labels need it."""
ENOUGH = 20
_START = (2.0, 0.0, 1.5)
_STEPS = 200


@dataclass(frozen=True)
class Calibration:
    """Probability of a label ∝ sigmoid(``slope`` × score + ``shift``) to the power ``sharpness``.

    Each label is first judged alone, as its machine was trained (one against the rest), then against the others.
    """

    sharpness: float
    slope: Floats
    shift: Floats

    def probabilities(self, scores: Floats) -> Floats:
        """Return rows that add up to one."""
        chance, _, _ = _forward(scores, self.sharpness, self.slope, self.shift)
        return np.asarray(chance, dtype=np.float32)


def _forward(scores: npt.NDArray[Any], sharpness: float, slope: Any, shift: Any) -> tuple[Any, Any, Any]:
    lifted = slope * scores + shift
    logs = -np.logaddexp(0, -lifted)
    powers = np.exp(sharpness * (logs - logs.max(axis=1, keepdims=True)))
    return powers / powers.sum(axis=1, keepdims=True), lifted, logs


def fit(scores: Floats, labels: Labels) -> Calibration:
    """Make ``labels`` likeliest. ``scores`` (rows × labels) must come from machines that had not seen the rows.

    Labels with fewer than ``ENOUGH`` rows on average share one slope and one shift.
    """
    import scipy.optimize

    count = scores.shape[1]
    own = 2 * count if len(labels) >= ENOUGH * count else 0
    start = np.concatenate([_START, np.zeros(own)])
    rows = (scores.astype(np.float64), labels)
    found = scipy.optimize.minimize(_loss, start, args=rows, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    sharpness, slope, shift = _parts(np.append(found.x, np.zeros(2 * count - own)), count)
    return Calibration(sharpness, slope.astype(np.float32), shift.astype(np.float32))


def crossed(scores: Floats, labels: Labels) -> Floats:
    """Return the probabilities each half of the rows gets from a calibration fitted on the other half."""
    half = np.arange(len(labels)) % 2 == 0
    chance = np.empty_like(scores)
    for one in (half, ~half):
        chance[one] = fit(scores[~one], labels[~one]).probabilities(scores[one])
    return chance


def _parts(values: npt.NDArray[np.float64], count: int) -> tuple[float, Any, Any]:
    slope = np.exp(values[1] + values[3 : 3 + count])
    return float(np.exp(values[0])), slope, values[2] + values[3 + count :]


def _loss(values: npt.NDArray[np.float64], scores: npt.NDArray[np.float64], labels: Labels) -> tuple[float, Any]:
    """Return the negative log-likelihood with its penalty, and its gradient."""
    count = scores.shape[1]
    sharpness, slope, shift = _parts(np.append(values, np.zeros(2 * count + 3 - len(values))), count)
    chance, lifted, logs = _forward(scores, sharpness, slope, shift)
    own = np.arange(len(labels)), labels
    wrong = chance.copy()
    wrong[own] -= 1
    pull = sharpness * wrong / (1 + np.exp(np.minimum(lifted, 500)))
    slopes, shifts = (pull * scores).sum(axis=0) * slope, pull.sum(axis=0)
    common = [(wrong * logs).sum() * sharpness + PULL * (values[0] - _START[0]), slopes.sum(), shifts.sum()]
    gradient = np.concatenate([common, slopes, shifts])[: len(values)]
    gradient[3:] += PULL * values[3:]
    penalty = PULL / 2 * (values[3:] @ values[3:] + (values[0] - _START[0]) ** 2)
    return float(penalty - np.log(np.maximum(chance[own], 1e-12)).sum()), gradient


def expected_error(confidence: Floats, correct: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error over ``BINS`` equal bins: mean distance of confidence and accuracy."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights=confidence - correct, minlength=BINS)
    return float(np.abs(gaps).sum() / max(len(confidence), 1))
