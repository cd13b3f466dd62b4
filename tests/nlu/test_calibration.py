"""Probabilities that mean what they say, and the threshold above which nobody is asked."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import check_grad

from nlu import calibration, threshold
from nlu.calibration import _loss, expected_error
from nlu.threshold import NEVER


def _answers(rows: int, labels: int) -> tuple[np.ndarray, np.ndarray]:
    """Return scores, and labels drawn with the probabilities softmax(4 × score)."""
    random = np.random.default_rng(7)
    scores = random.normal(-1, 0.5, (rows, labels))
    chance = np.exp(4 * scores)
    chance /= chance.sum(axis=1, keepdims=True)
    return scores.astype(np.float32), np.array([random.choice(labels, p=row) for row in chance])


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    scores, truth = _answers(60, 4)
    start = np.random.default_rng(1).normal(0, 0.3, 11)
    wide = scores.astype(np.float64)

    def loss(value: Any) -> float:
        return float(_loss(value, wide, truth)[0])

    def slope(value: Any) -> Any:
        return _loss(value, wide, truth)[1]

    assert check_grad(loss, slope, start) < 1e-3


def test_fitted_probabilities_are_honest() -> None:
    scores, truth = _answers(4000, 5)
    fitted = calibration.fit(scores[:2000], truth[:2000])
    chance = fitted.probabilities(scores[2000:])
    assert chance.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert expected_error(chance.max(axis=1), chance.argmax(axis=1) == truth[2000:]) < 0.04


def test_expected_error_of_a_boaster_is_what_he_boasts() -> None:
    assert expected_error(np.ones(10, np.float32), np.array([True] * 6 + [False] * 4)) == pytest.approx(0.4)


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans()), min_size=1, max_size=200))
def test_everything_above_the_threshold_is_as_precise_as_asked(answers: list[tuple[float, bool]]) -> None:
    confidence = np.array([one for one, _ in answers], dtype=np.float32)
    correct = np.array([one for _, one in answers])
    limit = threshold.choose(confidence, correct, precision=0.9)
    above = confidence >= np.float32(limit)
    assert limit == NEVER or (correct[above].mean() >= 0.9 and above.sum() >= 29)


@pytest.mark.parametrize(("rows", "trusted"), [(148, False), (149, True)])
def test_a_handful_of_right_answers_earns_no_trust(rows: int, trusted: bool) -> None:
    limit = threshold.choose(np.full(rows, 0.75, np.float32), np.ones(rows, bool), precision=0.98)
    assert limit == (0.75 if trusted else NEVER)


def test_the_precision_promised_is_kept_on_texts_still_to_come() -> None:
    kept, random = 0, np.random.default_rng(1)
    for _ in range(40):
        confidence = random.random(4000).astype(np.float32)
        correct = random.random(4000) < 0.7 + 0.3 * confidence
        limit = threshold.choose(confidence[:2000], correct[:2000], precision=0.95)
        kept += 0.7 + 0.3 * (1 + limit) / 2 >= 0.95
    assert kept >= 34
