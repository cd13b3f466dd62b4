"""The examples the engine learns from, and the sentences held apart from them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from admin.dialogue.setup import PROJECT

LEARNT = sorted((PROJECT / "data" / "nlu").glob("*.yml"))
HELD_APART = sorted((Path(__file__).parents[2] / "data").glob("dialogue_sentences*.tsv"))
FEWEST, FEWEST_HELD_APART, FEWEST_TRAPS = 60, 200, 60
COMMAND_WORDS = ("取消", "进度", "人工", "催", "满意", "撤", "评", "补", "客服", "退出", "结束", "帮助", "匿名", "跳过")


def _examples(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return [line.removeprefix("    - ") for line in lines if line.startswith("    - ")]


def _held_apart() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in HELD_APART:
        with path.open() as file:
            rows += csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return rows


@pytest.mark.parametrize("path", [path for path in LEARNT if path.stem != "marks"], ids=lambda path: path.stem)
def test_every_intent_has_enough_examples_and_none_twice(path: Path) -> None:
    examples = _examples(path)
    assert len(set(examples)) == len(examples) >= FEWEST


def test_no_example_belongs_to_two_intents() -> None:
    counted = Counter(example for path in LEARNT if path.stem != "marks" for example in _examples(path))
    assert [example for example, times in counted.items() if times > 1] == []


def test_enough_sentences_are_held_apart_and_none_of_them_is_learnt() -> None:
    rows = _held_apart()
    texts = [row["text"] for row in rows]
    assert len(set(texts)) == len(texts) >= FEWEST_HELD_APART
    assert sum(row["trap"] == "yes" for row in rows) >= FEWEST_TRAPS
    assert set(texts) & {example for path in LEARNT for example in _examples(path)} == set()


def test_most_traps_have_the_words_of_a_command_in_them() -> None:
    traps = [row["text"] for row in _held_apart() if row["trap"] == "yes"]
    assert sum(any(word in text for word in COMMAND_WORDS) for text in traps) >= FEWEST_TRAPS
