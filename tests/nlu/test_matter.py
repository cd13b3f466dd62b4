"""Two matters in one text."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import matter
from nlu.classifier import Classifier
from nlu.feature import Floats

TOPICS = ("030101", "030102", "080101")
CASES = Path(matter.__file__).parent / "corpus" / "matter.csv"


def _read(texts: Sequence[str]) -> Floats:
    """Warmth is one group of topics, streets another, and anything else is in doubt."""
    rows = {"暖": (0.55, 0.44, 0.01), "路": (0.01, 0.0, 0.99)}
    return np.array([next((row for word, row in rows.items() if word in text), (0.4, 0.2, 0.4)) for text in texts])


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("家里暖气不热三天了，另外门前的路塌了一块", "门前的路塌了一块"),
        ("1、家里暖气不热三天了；2、门前的路塌了一块", "门前的路塌了一块"),
        ("家里暖气不热三天了。顺便问一下，门前的路谁修", "门前的路谁修"),
        ("家里暖气不热三天了，另外隔壁暖气也不热", ""),
        ("家里暖气不热三天了，另外我还想说说别的事情", ""),
        ("家里暖气不热三天了，门前的路塌了一块", ""),
        ("暖，另外路塌了", ""),
        ("", ""),
    ],
)
def test_a_second_matter_follows_a_joint_and_is_about_something_else(text: str, second: str) -> None:
    assert matter.second(text, _read, TOPICS) == second


def test_probabilities_of_a_group_add_up() -> None:
    assert matter.grouped(np.array([[0.5, 0.3, 0.2]], np.float32), TOPICS) == pytest.approx(np.array([[0.8, 0.2]]))


def test_hardly_any_single_matter_is_split(trained: Classifier) -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        single = [row["text"] for row in csv.DictReader(file) if not row["second"]]
    assert sum(trained.understand(text).second_matter for text in single) / len(single) < 0.1


@given(st.text(alphabet="另外，。还有2、第二是暖气不热路 ", max_size=80))
def test_parts_stand_in_the_text(text: str) -> None:
    for one, other in matter.parts(text):
        assert min(len(one), len(other)) >= matter.SHORTEST
