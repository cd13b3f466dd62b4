"""A classifier for heating, water and gas, trained in a moment on that part of the corpus."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nlu import classifier, corpus, training
from nlu.classifier import Classifier
from nlu.corpus import Example
from nlu.place import Gazetteer
from routing.load import SHENYANG
from routing.locating import gazetteer_of

CHAPTERS = ("03", "04", "05")
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    return [example for example in corpus.read() if example.topic.startswith(CHAPTERS)]


@pytest.fixture(scope="session")
def trained(examples: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """Trained, written and read again."""
    folder = tmp_path_factory.mktemp("model")
    learnt = training.train([example for example in examples if example.part == "train"], hints=corpus.words())
    classifier.save(learnt, folder, {"trained_at": NOON.isoformat()})
    return classifier.load(folder)


@pytest.fixture(scope="session")
def city() -> Gazetteer:
    return gazetteer_of(SHENYANG)


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A labelled table of the generic kind: 240 rows, three labels that are easy to tell apart."""
    said = {"供热": "暖气不热屋里冷", "供水": "停水了没有自来水", "供气": "燃气灶打不着火"}
    rows = [f"r{n}{label},{said[label]}第{n}栋,{label},{n % 3}区" for n in range(80) for label in said]
    path = tmp_path_factory.mktemp("table") / "train.csv"
    path.write_text("\n".join(["id,detail,label,district", *rows]) + "\n", encoding="utf-8")
    return path
