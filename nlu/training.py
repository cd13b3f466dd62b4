"""Trains the petition classifier from a corpus, a few seconds, and writes down how good it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from nlu import classifier, corpus, head
from nlu.classifier import HEADS, Classifier
from nlu.corpus import Example
from nlu.feature import Document, FeatureSpace, Matrix
from nlu.fold import folds
from nlu.head import FOLDS, Fit, Head, fit_flat
from nlu.measure import measure
from nlu.modelfile import Card
from nlu.segment import Segmenter
from nlu.topic import fit_tree

STEPS = len(HEADS) * (FOLDS + 1) + 2
MANY = 100
"""A card lists the labels of a head one by one only below this number."""
_FITS: dict[str, Fit] = {"topic": fit_tree}


def label(example: Example, name: str) -> str:
    """Return the example's right answer for the head ``name``."""
    if name == "matters":
        return "two" if example.topic2 else "one"
    return str(getattr(example, name))


def train(
    examples: Sequence[Example], *, city_words: Iterable[str] = (), advance: Callable[[], None] = lambda: None
) -> Classifier:
    """Learn from the examples given; ``advance`` is called ``STEPS - 1`` times. Raises ``DataError``."""
    documents = [Document(example.text) for example in examples]
    space = FeatureSpace.learn(documents, segmenter=Segmenter(city_words))
    rows = space.rows(documents)
    fold = folds([document.text for document in documents], [example.topic for example in examples], count=FOLDS)
    advance()
    heads = {}
    for name in HEADS:
        labels = [label(example, name) for example in examples]
        heads[name], _ = head.train(rows, labels, fold=fold, fit=_FITS.get(name, fit_flat), advance=advance)
    return Classifier(space, heads)


def train_and_save(
    folder: Path,
    *,
    at: datetime,
    path: Path = corpus.CORPUS,
    city_words: Iterable[str] = (),
    advance: Callable[[], None] = lambda: None,
) -> Card:
    """Train on the corpus' training part, measure on the part held apart, store model and card in ``folder``."""
    examples = corpus.read(path)
    trained = train([one for one in examples if one.part == "train"], city_words=city_words, advance=advance)
    held_apart = [one for one in examples if one.part == "test"]
    figures = measured(trained, held_apart) if held_apart else {}
    advance()
    counts = {"trained_on": len(examples) - len(held_apart), "measured_on": len(held_apart)}
    card = {"trained_at": at.isoformat(), "data_sha256": corpus.digest(path), **counts, "figures": figures}
    return classifier.save(trained, folder, card)


def measured(trained: Classifier, examples: Sequence[Example]) -> Card:
    """Return the figures of each head on examples it has not seen, ready for the card."""
    rows = trained.space.rows([Document(example.text) for example in examples])
    return {
        name: _figures(one, rows, [label(example, name) for example in examples]) for name, one in trained.heads.items()
    }


def _figures(one: Head, rows: Matrix, truth: Sequence[str]) -> Card:
    found = measure([one.answer(row) for row in one.probabilities(rows)], truth)
    per_class = {name: asdict(figures) for name, figures in found.classes.items()} if len(one.labels) < MANY else {}
    shares = {name: value for name, value in asdict(found).items() if name not in {"classes", "confusion"}}
    return {**shares, "threshold": one.threshold, "classes": per_class}
