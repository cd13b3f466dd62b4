"""The corpus that comes with the program."""

import csv
from collections import Counter

import pytest

from nlu import corpus
from nlu.corpus import Example
from nlu.fold import families
from nlu.redact import findings
from nlu.understanding import DISCIPLINE, DISTRICT
from routing.load import SHENYANG
from tracking.domain.vocabulary import Kind, Urgency


@pytest.fixture(scope="module")
def everything() -> list[Example]:
    return corpus.read()


def _codes(name: str) -> set[str]:
    with (SHENYANG / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


def test_every_code_is_one_of_the_city(everything: list[Example]) -> None:
    topics, units, districts = _codes("topics"), _codes("units"), _codes("districts")
    for example in everything:
        assert example.topic in topics
        assert not example.topic2 or example.topic2 in topics
        assert example.unit in units | {DISTRICT, DISCIPLINE}
        assert example.holder in units | {DISTRICT, DISCIPLINE}
        assert not example.district or example.district in districts
        assert Kind(example.kind)
        assert Urgency(example.urgency)


def test_districts_share_one_holder_label(everything: list[Example]) -> None:
    assert all(example.holder == DISTRICT for example in everything if example.unit in _codes("districts"))


def test_the_place_stands_in_the_text(everything: list[Example]) -> None:
    assert all(example.place in example.text for example in everything)


def test_every_leaf_of_the_tree_has_examples_and_words(everything: list[Example]) -> None:
    leaves = {code for code in _codes("topics") if not code.endswith("00")}
    assert {example.topic for example in everything} == leaves
    assert {topic for topic, _ in corpus.words()} == leaves


def test_a_fifth_is_held_apart(everything: list[Example]) -> None:
    parts = Counter(example.part for example in everything)
    assert set(parts) == {"train", "test"}
    assert 0.18 < parts["test"] / len(everything) < 0.22


def test_near_duplicates_stay_on_one_side(everything: list[Example]) -> None:
    sides: dict[int, set[str]] = {}
    for family, example in zip(families([one.text for one in everything]), everything, strict=True):
        sides.setdefault(family, set()).add(example.part)
    assert all(len(side) == 1 for side in sides.values())


def test_it_names_nobody(everything: list[Example]) -> None:
    telling = {"电话", "证件号", "号码", "车牌", "邮箱", "账号"}
    assert not [one for example in everything for one in findings(example.text) if one.what in telling]
