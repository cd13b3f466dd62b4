"""What the petition classifier learns from: examples, and words that hint at a topic, in one feature space."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from nlu.corpus import Example
from nlu.document import Document
from nlu.feature import FeatureSpace, Matrix
from nlu.fold import folds
from nlu.lesson import ALWAYS, FOLDS, Lesson
from nlu.segment import Segmenter

HINT_WEIGHT = 1.0
"""What a word that hints at a topic counts beside a petition."""


@dataclass(frozen=True)
class Course:
    """``rows``: first the examples, then the hints, in ``space``. ``fold`` is of the examples."""

    examples: Sequence[Example]
    hints: Sequence[tuple[str, str]]
    space: FeatureSpace
    rows: Matrix
    fold: npt.NDArray[np.int64]

    @classmethod
    def of(cls, examples: Sequence[Example], hints: Iterable[tuple[str, str]], *, city_words: Iterable[str]) -> Self:
        """Learn the features. Hints (topic, word) for topics without an example are left out."""
        known = {example.topic for example in examples}
        kept = [hint for hint in hints if hint[0] in known]
        documents = [Document(example.text) for example in examples] + [Document(word) for _, word in kept]
        space, rows = FeatureSpace.learn(documents, segmenter=Segmenter(city_words))
        texts, topics = [example.text for example in examples], [example.topic for example in examples]
        return cls(examples, kept, space, rows, folds(texts, topics, count=FOLDS))

    def lesson(self, name: str) -> Lesson:
        """Return what the head ``name`` learns from the examples alone."""
        labels = [str(getattr(example, name)) for example in self.examples]
        return Lesson.of(self.rows[: len(labels)], labels, self.fold)

    def hinted_lesson(self, name: str) -> Lesson:
        """Return the same for ``topic`` or ``holder`` with the hints: a topic hints at its usual holder."""
        usual = self._usual(name)
        labels = [str(getattr(example, name)) for example in self.examples] + [usual[topic] for topic, _ in self.hints]
        fold = np.concatenate([self.fold, np.full(len(self.hints), ALWAYS)])
        weight = np.where(fold == ALWAYS, HINT_WEIGHT, 1.0).astype(np.float32)
        return Lesson.of(self.rows, labels, fold, weight=weight)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Topic and holder of every example."""
        return [(example.topic, example.holder) for example in self.examples]

    def _usual(self, name: str) -> dict[str, str]:
        answers: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for example in self.examples:
            answers[example.topic][str(getattr(example, name))] += 1
        return {topic: counts.most_common(1)[0][0] for topic, counts in answers.items()}
