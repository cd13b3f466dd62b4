"""Probabilities that mean what they say, and the threshold above which nobody is asked."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import check_grad

from nlu import calibration, threshold, trust
from nlu.calibration import _loss, expected_error
from nlu.feature import Floats
from nlu.linear import Labels
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
    assert limit == NEVER or (correct[above].mean() >= 0.9 and above.sum() >= 21)


@pytest.mark.parametrize(("rows", "trusted"), [(114, False), (115, True)])
def test_a_handful_of_right_answers_earns_no_trust(rows: int, trusted: bool) -> None:
    limit = threshold.choose(np.full(rows, 0.75, np.float32), np.ones(rows, bool), precision=0.98)
    assert limit == (0.75 if trusted else NEVER)


def test_of_the_next_decisions_as_many_are_right_as_was_promised() -> None:
    """One count in ten may disappoint."""
    kept, random = 0, np.random.default_rng(1)
    for _ in range(40):
        confidence = random.random(12_000).astype(np.float32)
        correct = random.random(12_000) < 0.8 + 0.2 * confidence
        limit = threshold.choose(confidence[:2000], correct[:2000], precision=0.95)
        counted = correct[2000:][confidence[2000:] >= limit][: threshold.COUNTED]
        assert len(counted) == threshold.COUNTED
        kept += counted.mean() >= 0.95
    assert kept >= 33


def _boasting(rows: int) -> tuple[Floats, Labels]:
    """Three labels of equal confidence; the last is wrong three times as often as it says."""
    random = np.random.default_rng(7)
    answered, confidence = random.integers(0, 3, rows), random.uniform(0.6, 0.99, rows)
    wrong = random.random(rows) < (1 - confidence) * np.where(answered == 2, 3, 1)
    chances = np.repeat((1 - confidence)[:, None] / 2, 3, axis=1).astype(np.float32)
    chances[np.arange(rows), answered] = confidence
    return chances, np.where(wrong, (answered + 1) % 3, answered)


def test_a_label_that_boasts_must_be_surer_than_the_others() -> None:
    caution = trust.caution(*_boasting(6000))
    assert caution[:2] == pytest.approx(0, abs=0.15)
    assert caution[2] > 1
    limits = trust.limits(0.9, caution)
    assert limits[2] > 0.95 > limits[:2].max()


def test_caution_is_learnt_from_other_rows_than_those_it_judges() -> None:
    chances, labels = _boasting(200)
    turned = labels.copy()
    turned[::2] = (labels[::2] + 1) % 3
    assert trust.crossed(chances, turned)[::2] == pytest.approx(trust.crossed(chances, labels)[::2])
    assert not np.allclose(trust.crossed(chances, turned)[1::2], trust.crossed(chances, labels)[1::2])


def test_who_never_answered_is_not_cautious_and_a_limit_never_reached_stays_so() -> None:
    chances = np.array([[0.8, 0.2, 0.0]] * 4, dtype=np.float32)
    caution = trust.caution(chances, np.zeros(4, dtype=np.int64))
    assert caution[1:] == pytest.approx(0)
    assert (trust.limits(NEVER, caution) > 1).all()
