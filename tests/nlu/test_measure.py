"""Figures, against those counted by hand and by scikit-learn."""

import pytest
from sklearn.metrics import f1_score

from nlu.head import Answer, Guess
from nlu.measure import measure


def _answer(*labels: str, confidence: float = 0.9, automatic: bool = False) -> Answer:
    return Answer(tuple(Guess(label, confidence) for label in labels), automatic)


def test_figures_of_a_small_table() -> None:
    answers = [
        _answer("水", automatic=True),
        _answer("电", "水"),
        _answer("水", "电", "气"),
        _answer("气", automatic=True),
    ]
    found = measure(answers, ["水", "水", "气", "电"])
    assert (found.rows, found.accuracy, found.top3) == (4, 0.25, 0.75)
    assert (found.coverage, found.precision) == (0.5, 0.5)
    assert found.ece == pytest.approx(0.65)
    assert found.confusion["水", "电"] == 1
    assert found.macro_f1_frequent is None


def test_macro_f1_is_that_of_scikit_learn() -> None:
    truth = ["a"] * 40 + ["b"] * 35 + ["c"] * 5
    said = ["a"] * 30 + ["b"] * 12 + ["c"] * 3 + ["b"] * 30 + ["d"] * 5
    found = measure([_answer(label) for label in said], truth)
    assert found.macro_f1 == pytest.approx(f1_score(truth, said, average="macro", zero_division=0))
    frequent = f1_score(truth, said, average="macro", labels=["a", "b"])
    assert found.macro_f1_frequent == pytest.approx(frequent)


def test_precision_is_unknown_when_nothing_was_automatic() -> None:
    assert measure([_answer("a")], ["a"]).precision is None
