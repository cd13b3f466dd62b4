"""Reads a petition: what it asks, how urgent it is, what it is about, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from nlu import matter, modelfile, packing
from nlu.document import Document
from nlu.explanation import deciding_words
from nlu.feature import FeatureSpace, Floats
from nlu.head import Head
from nlu.label import BATCH
from nlu.modelfile import Card
from nlu.plain import says_something
from nlu.secrecy import may_be_report
from nlu.topic import Duties
from nlu.understanding import Understanding
from nlu.urgency import judge
from tracking.domain.vocabulary import Kind, Urgency

PURPOSE = "petition"
HEADS = ("topic", "holder", "kind", "urgency")
UNREADABLE = Understanding(
    kind=Kind.HELP,
    kind_confidence=0.0,
    urgency=Urgency.NORMAL,
    urgency_words=(),
    topics=(),
    holders=(),
    words=(),
    second="",
    automatic=False,
)


@dataclass(frozen=True)
class Classifier:
    """One feature space, one head for each question, and what a topic says of the holder. Safe between threads."""

    space: FeatureSpace
    heads: Mapping[str, Head]
    duties: Duties
    card: Card = field(default_factory=dict)

    def understand(self, text: str) -> Understanding:
        """Read one text; anything at all may be given."""
        return next(self.understand_many([text]))

    def understand_many(self, texts: Sequence[str]) -> Iterator[Understanding]:
        """Yield one understanding per text, in order."""
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            chances = self.chances(batch)
            for number, text in enumerate(batch):
                yield self._understanding(text, {name: chance[number] for name, chance in chances.items()})

    def chances(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Return the probabilities (texts × labels) of every head."""
        rows = self.space.rows([Document(text) for text in texts])
        found = {name: head.probabilities(rows) for name, head in self.heads.items() if name != "holder"}
        found["holder"] = self.heads["holder"].probabilities(rows, hint=self.duties.hint(found["topic"]))
        return found

    def _understanding(self, text: str, chances: Mapping[str, Floats]) -> Understanding:
        if not says_something(text):
            return UNREADABLE
        answers = {name: self.heads[name].answer(chance) for name, chance in chances.items()}
        kind, holder = answers["kind"].best, answers["holder"]
        second = matter.second(text, self._topics, self.heads["topic"].labels)
        urgency, danger = judge(text, Kind(kind.label), self._by_label("urgency", chances))
        report = may_be_report(text, self._by_label("kind", chances).get(Kind.REPORT, 1.0))
        return Understanding(
            kind=Kind(kind.label),
            kind_confidence=kind.confidence,
            urgency=urgency,
            urgency_words=danger,
            topics=answers["topic"].guesses,
            holders=holder.guesses,
            words=self._words(text, holder.best.label),
            second=second,
            automatic=holder.automatic and not second and not report,
        )

    def _by_label(self, name: str, chances: Mapping[str, Floats]) -> dict[str, float]:
        return dict(zip(self.heads[name].labels, map(float, chances[name]), strict=True))

    def _topics(self, texts: Sequence[str]) -> Floats:
        return self.heads["topic"].probabilities(self.space.rows([Document(text) for text in texts]))

    def _words(self, text: str, holder: str) -> tuple[str, ...]:
        head = self.heads["holder"]
        columns = head.weights.columns
        column = columns[:, head.labels.index(holder)]
        return deciding_words(text, self.space, column, ordinary=self._ordinary)

    @cached_property
    def _ordinary(self) -> Floats:
        return np.asarray(self.heads["holder"].weights.columns.mean(axis=1))


def save(classifier: Classifier, folder: Path, card: Card) -> Card:
    """Write the classifier and its card; return the card with file name, hash and size."""
    arrays = packing.pack_space(classifier.space) | {"duties": classifier.duties.share}
    for name, head in classifier.heads.items():
        arrays |= packing.pack_head(head, f"{name}/")
    return modelfile.write(folder, arrays, {"purpose": PURPOSE, **card})


def load(folder: Path) -> Classifier:
    """Read what ``save`` wrote. Raises ``ModelError`` that says to train when there is none."""
    arrays, card = modelfile.read(folder, purpose=PURPOSE)
    heads = {name: packing.unpack_head(arrays, f"{name}/") for name in HEADS}
    return Classifier(packing.unpack_space(arrays), heads, Duties(arrays["duties"]), card)
