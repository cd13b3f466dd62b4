"""The model card, and what goes into it."""

import csv
from pathlib import Path

import pytest

from nlu import classifier, corpus, training
from nlu.corpus import CORPUS, Example
from nlu.error import DataError, ModelError
from tests.nlu.conftest import CHAPTERS, NOON


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The heating part of the corpus as a table of its own."""
    path = tmp_path / "petitions.csv"
    with CORPUS.open(encoding="utf-8", newline="") as source, path.open("w", encoding="utf-8", newline="") as target:
        rows = csv.DictReader(source)
        table = csv.DictWriter(target, rows.fieldnames or ())
        table.writeheader()
        table.writerows(row for row in rows if row["topic"].startswith(CHAPTERS[0]))
    return path


def test_the_card_says_what_was_learnt_from_what_and_how_well(small: Path, tmp_path: Path) -> None:
    steps = 0

    def advance() -> None:
        nonlocal steps
        steps += 1

    card = training.train_and_save(tmp_path / "model", at=NOON, path=small, advance=advance)
    assert steps == training.STEPS
    assert card["trained_at"] == NOON.isoformat()
    assert card["data_sha256"] == corpus.digest(small, corpus.WORDS)
    assert card["trained_on"] > card["measured_on"] > 0
    assert set(card["figures"]) == {"topic", "holder", "kind", "urgency"}
    assert 0 <= card["figures"]["holder"]["ece"] < 0.5
    assert "C03" in card["figures"]["holder"]["classes"]
    assert classifier.load(tmp_path / "model").card == card


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "petitions.csv"
    path.write_text("text,kind\n水,help\n", encoding="utf-8")
    with pytest.raises(DataError, match="no column id, urgency"):
        corpus.read(path)


def test_without_a_model_it_says_to_train(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="minyi train"):
        classifier.load(tmp_path)


def test_a_corpus_of_one_holder_teaches_nothing(examples: list[Example]) -> None:
    one = [example for example in examples if example.topic == "030101" and example.holder == "C03"]
    with pytest.raises(DataError):
        training.train(one)
