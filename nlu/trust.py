"""How far a label is believed: some are given wrongly more often than their probability says."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nlu.feature import Floats
from nlu.linear import Labels

PULL = 1.0
"""How strongly a label's caution is pulled to none: as one wrong and one right answer at even odds would."""
_ROUNDS, _STEP, _EDGE = 30, 1.0, 1e-6


def caution(chances: Floats, labels: Labels) -> Floats:
    """Return by how many logits each answered label promises too much (negative: too little).

    ``chances`` (rows × labels) must be of rows that their calibration had not seen. Of every label apart, the shift of
    its logits under which its right and wrong answers are likeliest, by Newton's method.
    """
    answered, count = chances.argmax(axis=1), chances.shape[1]
    right, odds = answered == labels, logit(chances.max(axis=1))
    shift = np.zeros(count)
    for _ in range(_ROUNDS):
        expected = _sigmoid(odds + shift[answered])
        slope = np.bincount(answered, right - expected, minlength=count) - PULL * shift
        bend = np.bincount(answered, expected * (1 - expected), minlength=count) + PULL
        shift += np.clip(slope / bend, -_STEP, _STEP)
    return np.asarray(-shift, dtype=np.float32)


def crossed(chances: Floats, labels: Labels) -> Floats:
    """Return the trust in the answer of each row, with the caution the other half of the rows teaches."""
    half = np.arange(len(labels)) % 2 == 0
    found = np.empty(len(labels), dtype=np.float32)
    for one in (half, ~half):
        answered = chances[one].argmax(axis=1)
        found[one] = _sigmoid(logit(chances[one].max(axis=1)) - caution(chances[~one], labels[~one])[answered])
    return found


def limits(limit: float, of: Floats) -> Floats:
    """Return the confidence of each label at which the trust in it is ``limit``; a limit above one stays."""
    if limit > 1:
        return np.full(len(of), limit, dtype=np.float32)
    return np.asarray(_sigmoid(logit(np.float32(limit)) + of), dtype=np.float32)


def logit(chance: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return log odds, kept finite."""
    kept = np.clip(np.asarray(chance, dtype=np.float64), _EDGE, 1 - _EDGE)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def _sigmoid(odds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-odds)))
