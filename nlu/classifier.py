"""Reads a petition: what it asks, how urgent it is, what it is about, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from nlu import modelfile, packing
from nlu.course import MATTERS, TWO
from nlu.danger import words_of_danger
from nlu.explanation import deciding_words
from nlu.feature import Document, FeatureSpace, Floats
from nlu.head import Answer, Head
from nlu.label import BATCH
from nlu.modelfile import Card
from nlu.plain import plain
from nlu.topic import Duties
from nlu.understanding import Understanding
from tracking.domain.vocabulary import Kind, Urgency

PURPOSE = "petition"
HEADS = ("topic", "holder", "kind", "urgency", MATTERS)
REPORT_DOUBT = 0.2
"""From this probability on that a text is a report, a person decides."""
UNREADABLE = Understanding(
    kind=Kind.HELP,
    kind_confidence=0.0,
    urgency=Urgency.NORMAL,
    urgency_words=(),
    topics=(),
    holders=(),
    words=(),
    second_matter=False,
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
        if not any(letter.isalpha() for letter in plain(text)):
            return UNREADABLE
        answers = {name: self.heads[name].answer(chance) for name, chance in chances.items()}
        kind, two = answers["kind"].best, answers[MATTERS].best.label == TWO
        urgency, danger = _urgency(answers["urgency"], Kind(kind.label), text)
        return Understanding(
            kind=Kind(kind.label),
            kind_confidence=kind.confidence,
            urgency=urgency,
            urgency_words=danger,
            topics=answers["topic"].guesses,
            holders=answers["holder"].guesses,
            words=self._words(text, answers["holder"].best.label),
            second_matter=two,
            automatic=answers["holder"].automatic and not two and not self._may_be_report(chances["kind"]),
        )

    def _may_be_report(self, chances: Floats) -> bool:
        report = self.heads["kind"].labels.index(Kind.REPORT)
        return bool(chances.argmax() == report or chances[report] >= REPORT_DOUBT)

    def _words(self, text: str, holder: str) -> tuple[str, ...]:
        head = self.heads["holder"]
        columns = head.weights.columns
        column = columns[:, head.labels.index(holder)]
        return deciding_words(text, self.space, column, ordinary=self._ordinary)

    @cached_property
    def _ordinary(self) -> Floats:
        return np.asarray(self.heads["holder"].weights.columns.mean(axis=1))


def _urgency(answer: Answer, kind: Kind, text: str) -> tuple[Urgency, tuple[str, ...]]:
    danger = words_of_danger(text) if kind in {Kind.HELP, Kind.COMPLAINT, Kind.REPORT} else ()
    return (Urgency.CRITICAL, danger) if danger else (Urgency(answer.best.label), ())


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
