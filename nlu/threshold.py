"""From which confidence on a machine may decide alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nlu.feature import Floats

NEVER = 1.01
"""A threshold no confidence reaches."""
FEWEST = 30
"""Decisions that must stand above a threshold before its precision is believed."""


def choose(confidence: Floats, correct: npt.NDArray[np.bool_], *, precision: float) -> float:
    """Return the lowest confidence at and above which at least ``precision`` of the decisions are correct."""
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(correct[order]) / np.arange(1, len(order) + 1)
    ends = np.append(np.diff(confidence[order]) < 0, True)
    good = np.flatnonzero((reached >= precision) & ends & (np.arange(1, len(order) + 1) >= FEWEST))
    return float(confidence[order[good[-1]]]) if len(good) else NEVER
