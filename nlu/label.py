"""One classifier for any label in anybody's table: a feature space and a head."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nlu import head, linear, modelfile, packing
from nlu.document import Document
from nlu.error import DataError
from nlu.feature import FeatureSpace, Floats
from nlu.fold import folds
from nlu.head import PRECISION, Answer, Head, Trial
from nlu.lesson import FOLDS, Lesson
from nlu.linear import Weights
from nlu.modelfile import Card
from nlu.plain import says_something
from nlu.segment import Segmenter

BATCH = 512
STEPS = FOLDS + 2
"""How often ``train`` reports that it has come further."""


@dataclass(frozen=True)
class LabelModel:
    """Answers one question about documents."""

    space: FeatureSpace
    head: Head

    def probabilities(self, documents: Sequence[Document]) -> Floats:
        """Return documents × labels; every row adds up to one."""
        return self.head.probabilities(self.space.rows(documents))

    def answers(self, documents: Sequence[Document]) -> Iterator[Answer]:
        """Yield one answer per document, in order. Of what nothing is known, and of digits alone, nobody is sure."""
        for start in range(0, len(documents), BATCH):
            batch = documents[start : start + BATCH]
            rows = self.space.rows(batch)
            for document, chances, known in zip(
                batch, self.head.probabilities(rows), np.diff(rows.indptr), strict=True
            ):
                answer = self.head.answer(chances)
                yield answer if known and says_something(document.text) else replace(answer, automatic=False)


def train(
    documents: Sequence[Document],
    labels: Sequence[str],
    *,
    precision: float = PRECISION,
    advance: Callable[[], None] = lambda: None,
) -> tuple[LabelModel, Trial]:
    """Learn from labelled documents; ``advance`` is called ``STEPS`` times. Raises ``DataError``."""
    space, rows = FeatureSpace.learn(documents, segmenter=Segmenter())
    advance()
    fold = folds([document.text for document in documents], labels, count=FOLDS)
    lesson = Lesson.of(rows, labels, fold)
    if not space.size:
        raise DataError(
            "nothing_in_common", "no word and no letter stands in two of the texts: there is nothing to learn"
        )
    trained, trial = head.train(lesson, _fit, precision=precision, advance=advance)
    return LabelModel(space, trained), trial


def _fit(lesson: Lesson) -> Weights:
    return linear.fit(lesson.rows, lesson.labels, classes=len(lesson.names))


def save(model: LabelModel, folder: Path, card: Card) -> Card:
    """Write the model and its card; return the card with file name, hash and size."""
    arrays = packing.pack_space(model.space) | packing.pack_head(model.head, "head/")
    return modelfile.write(folder, arrays, {"purpose": "label", **card})


def load(folder: Path) -> tuple[LabelModel, Card]:
    """Read what ``save`` wrote. Raises ``ModelError``."""
    arrays, card = modelfile.read(folder, purpose="label")
    return LabelModel(packing.unpack_space(arrays), packing.unpack_head(arrays, "head/")), card
