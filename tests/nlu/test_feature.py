"""Documents as rows of numbers."""

from itertools import pairwise

import numpy as np
import pytest

from nlu.document import Document, pairs
from nlu.feature import FeatureSpace
from nlu.segment import Segmenter

DOCUMENTS = [
    Document("暖气不热"),
    Document("暖气漏水", marks=("district=A01",)),
    Document("水管漏水", marks=("district=A02",)),
]


@pytest.fixture(scope="module")
def space() -> FeatureSpace:
    return FeatureSpace.learn(DOCUMENTS, segmenter=Segmenter())[0]


def test_pairs_are_every_run_of_two_characters() -> None:
    assert pairs("暖气热") == ["暖气", "气热"]


def test_only_what_occurs_twice_is_known(space: FeatureSpace) -> None:
    assert space.blocks[0] == ["暖气", "漏水"]
    assert space.columns_of_word("水管") == [space.starts[1] + space.blocks[1].index("水")]


def test_marks_are_known_from_the_first_time(space: FeatureSpace) -> None:
    assert space.blocks[-1] == ["district=A01", "district=A02"]


def test_every_block_of_a_row_has_its_length(space: FeatureSpace) -> None:
    row = space.rows([DOCUMENTS[1]]).toarray()[0]
    lengths = [np.linalg.norm(row[start:end]) for start, end in pairwise(space.starts)]
    assert lengths == pytest.approx([1, 0.6, 0.6, 0, 0, 0.7], abs=1e-5)


def test_learning_returns_the_same_rows_as_asking_later() -> None:
    space, rows = FeatureSpace.learn(DOCUMENTS, segmenter=Segmenter())
    assert np.array_equal(rows.toarray(), space.rows(DOCUMENTS).toarray())


def test_a_text_of_unknown_words_is_an_empty_row(space: FeatureSpace) -> None:
    assert space.rows([Document("xyz"), Document("")]).nnz == 0
