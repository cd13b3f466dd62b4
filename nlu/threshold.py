"""From which confidence on a machine may decide alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nlu.feature import Floats

NEVER = 1.01
"""A threshold no confidence reaches."""
DOUBT = 0.05
"""How probable it may be that the precision wanted was only reached by luck."""


def choose(confidence: Floats, correct: npt.NDArray[np.bool_], *, precision: float) -> float:
    """Return the lowest confidence at and above which decisions are at least as precise as wanted.

    Counted is not the share that happened to be correct but its lower bound (Clopper and Pearson's, exact, one-sided):
    the promise is about texts still to come. Without a single mistake, 0.98 needs 149 decisions.
    """
    from scipy.special import betaincinv

    order = np.argsort(-confidence, kind="stable")
    right, count = np.cumsum(correct[order]), np.arange(1, len(order) + 1)
    ends = np.append(np.diff(confidence[order]) < 0, True)
    bound = np.where(right > 0, betaincinv(np.maximum(right, 1), count - right + 1, DOUBT), 0.0)
    good = np.flatnonzero((bound >= precision) & ends)
    return float(confidence[order[good[-1]]]) if len(good) else NEVER
