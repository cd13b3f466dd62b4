"""From which confidence on a machine may decide alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nlu.feature import Floats
from nlu.linear import Labels

NEVER = 1.01
"""A threshold no confidence reaches."""
COUNTED, DOUBT = 500, 0.1
"""Of later decisions this many are counted; how probable it may be that fewer of them are right than was promised."""
_TRIED = 500


def choose(confidence: Floats, correct: npt.NDArray[np.bool_], *, precision: float) -> float:
    """Return the lowest confidence at and above which decisions will be found as precise as wanted.

    Promised is what somebody will count: of the next ``COUNTED`` decisions the share ``precision`` is right, except
    with probability ``DOUBT``. Their number follows a beta-binomial law (uniform prior) of what was right so far, which
    holds both doubts: how precise they really are, and the luck of the count.
    """
    order = np.argsort(-confidence, kind="stable")
    right, count = np.cumsum(correct[order], dtype=np.int64), np.arange(1, len(order) + 1)
    ends = np.flatnonzero(np.append(np.diff(confidence[order]) < 0, True))
    ends = ends[:: -max(1, len(ends) // _TRIED)][::-1]  # the law is dear; the lowest is always tried
    doubt = 1 - _kept(right[ends], count[ends], precision)
    good = ends[doubt <= DOUBT]
    return float(confidence[order[good[-1]]]) if len(good) else NEVER


def _kept(right: Labels, count: Labels, precision: float) -> npt.NDArray[np.float64]:
    """Return how probable it is that of ``COUNTED`` more enough are right, after ``right`` of ``count`` were."""
    from scipy.special import betaln

    enough = np.arange(np.ceil(precision * COUNTED - 1e-9), COUNTED + 1)
    ways = -betaln(enough + 1, COUNTED - enough + 1) - np.log(COUNTED + 1)
    one, other = (right + 1)[:, None], (count - right + 1)[:, None]
    logs = ways + betaln(enough + one, COUNTED - enough + other) - betaln(one, other)
    return np.asarray(np.exp(logs).sum(axis=1))
