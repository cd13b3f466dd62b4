"""Weights for the topic tree, and what a topic says of the unit in charge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from nlu import linear
from nlu.feature import Floats
from nlu.lesson import Lesson
from nlu.linear import Weights

LIKENESS = 35.0
"""How much the likeness to the leaf's examples counts beside the branches' machines."""
BRANCHES = ((4, 5.0), (2, 2.5))
"""Digits of a branch's code, and how much its machine counts."""


def fit_tree(lesson: Lesson) -> Weights:
    """Fit leaves and branches and add their scores for every leaf: still one column of weights per leaf.

    A leaf with four examples borrows from its group and its chapter. The lesson's names are 6-digit codes.
    """
    leaves = linear.centroids(lesson.rows, lesson.labels, classes=len(lesson.names), weight=lesson.weight)
    columns, offset = LIKENESS * leaves.columns, LIKENESS * leaves.offset
    for digits, share in BRANCHES:
        branches, branch = np.unique([name[:digits] for name in lesson.names], return_inverse=True)
        if len(branches) < 2:
            continue
        fitted = linear.fit_few(lesson.rows, branch[lesson.labels], classes=len(branches), weight=lesson.weight)
        columns += share * fitted.columns[:, branch]
        offset += share * fitted.offset[branch]
    return Weights(columns, offset)


@dataclass(frozen=True)
class Duties:
    """``share`` (topics × holders): how often a holder is in charge of a topic. Every row adds up to one."""

    share: Floats

    @classmethod
    def seen(cls, pairs: Sequence[tuple[str, str]], *, topics: Sequence[str], holders: Sequence[str]) -> Self:
        """Count pairs of topic and holder."""
        count = np.full((len(topics), len(holders)), 1e-6, dtype=np.float32)
        for topic, holder in pairs:
            count[topics.index(topic), holders.index(holder)] += 1
        return cls(count / count.sum(axis=1, keepdims=True))

    def hint(self, topics: Floats) -> Floats:
        """Return what probabilities of topics (rows × topics) say of the holders, as scores."""
        return np.asarray(TRUST * np.log(topics @ self.share + 1e-4), dtype=np.float32)


TRUST = 0.1
"""How much the way through the topic counts beside the direct one, whose scores lie around −1 to 1."""
