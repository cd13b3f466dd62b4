"""How good a classifier is: the figures of ``minyi evaluate`` and of the model card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlu.calibration import expected_error
from nlu.head import Answer

FREQUENT = 30
"""Rows of a class from which on its F1 is more than luck."""


@dataclass(frozen=True, kw_only=True)
class ClassFigures:
    """One label: precision, recall and F1 (0 where undefined), and how many rows bear it."""

    precision: float
    recall: float
    f1: float
    rows: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All shares are 0–1. ``precision`` is None when nothing reached the threshold.

    ``macro_f1`` runs over labels that occur or were answered, ``macro_f1_frequent`` over those with at least
    ``FREQUENT`` rows (None when there is none). ``confusion`` counts (right label, answered label).
    """

    rows: int
    accuracy: float
    top3: float
    macro_f1: float
    macro_f1_frequent: float | None
    ece: float
    coverage: float
    precision: float | None
    classes: dict[str, ClassFigures]
    confusion: dict[tuple[str, str], int]


def measure(answers: Sequence[Answer], truth: Sequence[str]) -> Figures:
    """Compare answers with the right labels, row by row; there must be at least one."""
    answered = [answer.best.label for answer in answers]
    correct = np.array([one == right for one, right in zip(answered, truth, strict=True)])
    automatic = np.array([answer.automatic for answer in answers])
    within = [right in {guess.label for guess in answer.guesses} for answer, right in zip(answers, truth, strict=True)]
    confidence = np.array([answer.best.confidence for answer in answers], dtype=np.float32)
    classes = _classes(answered, truth)
    frequent = [one.f1 for one in classes.values() if one.rows >= FREQUENT]
    return Figures(
        rows=len(truth),
        accuracy=float(correct.mean()),
        top3=float(np.mean(within)),
        macro_f1=float(np.mean([one.f1 for one in classes.values()])),
        macro_f1_frequent=float(np.mean(frequent)) if frequent else None,
        ece=expected_error(confidence, correct),
        coverage=float(automatic.mean()),
        precision=_share(correct, automatic),
        classes=classes,
        confusion=dict(Counter(zip(truth, answered, strict=True))),
    )


def _share(correct: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_]) -> float | None:
    return float(correct[among].mean()) if among.any() else None


def _classes(answered: Sequence[str], truth: Sequence[str]) -> dict[str, ClassFigures]:
    said, real = Counter(answered), Counter(truth)
    hits = Counter(one for one, right in zip(answered, truth, strict=True) if one == right)
    return {
        label: ClassFigures(
            precision=hits[label] / said[label] if said[label] else 0.0,
            recall=hits[label] / real[label] if real[label] else 0.0,
            f1=2 * hits[label] / (said[label] + real[label]),
            rows=real[label],
        )
        for label in sorted(said | real)
    }
