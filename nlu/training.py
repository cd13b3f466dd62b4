"""Trains the petition classifier from a corpus, and writes down how good it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from nlu import classifier, corpus, head, linear
from nlu.classifier import Classifier
from nlu.corpus import Example
from nlu.course import Course
from nlu.feature import Floats
from nlu.head import Head
from nlu.lesson import FOLDS, Lesson
from nlu.linear import Weights
from nlu.measure import measure
from nlu.modelfile import Card
from nlu.topic import Duties, fit_tree

PLAIN = ("kind", "urgency")
STEPS = (len(PLAIN) + 2) * (FOLDS + 1) + 2
PRECISION = 0.97
"""How often a unit found without a person must be right: a wrong one costs a return, no more."""
MANY = 100
"""A card lists the labels of a head one by one only below this number."""


def fit_few(lesson: Lesson) -> Weights:
    """Fit labels with few rows each."""
    return linear.fit_few(lesson.rows, lesson.labels, classes=len(lesson.names), weight=lesson.weight)


def train(
    examples: Sequence[Example],
    *,
    hints: Iterable[tuple[str, str]] = (),
    city_words: Iterable[str] = (),
    advance: Callable[[], None] = lambda: None,
) -> Classifier:
    """Learn from examples and hints (topic, word); ``advance`` is called ``STEPS - 1`` times. Raises ``DataError``."""
    course = Course.of(examples, hints, city_words=city_words)
    advance()
    topic, trial = head.train(course.hinted_lesson("topic"), fit_tree, advance=advance)
    lesson = course.hinted_lesson("holder")
    duties = Duties.seen(course.pairs, topics=topic.labels, holders=lesson.names)
    hint = duties.hint(trial.probabilities)
    holder, _ = head.train(lesson, fit_few, hint=hint, precision=PRECISION, advance=advance)
    others = {name: head.train(course.lesson(name), fit_few, advance=advance)[0] for name in PLAIN}
    return Classifier(course.space, {"topic": topic, "holder": holder, **others}, duties)


def train_and_save(
    folder: Path,
    *,
    at: datetime,
    path: Path = corpus.CORPUS,
    words: Path = corpus.WORDS,
    city_words: Iterable[str] = (),
    corrections: Sequence[Example] = (),
    advance: Callable[[], None] = lambda: None,
) -> Card:
    """Train on the corpus' training part and on ``corrections``, measure on the part held apart, store model and card.

    A correction of a topic or a holder that the corpus does not have is left out: one text is no lesson.
    """
    examples = corpus.read(path)
    ours = [example for example in examples if example.part == "train"]
    added = fitting(corrections, ours)
    learnt = [*ours, *added]
    held_apart = [example for example in examples if example.part != "train"]
    trained = train(learnt, hints=corpus.words(words), city_words=city_words, advance=advance)
    card = {
        "trained_at": at.isoformat(),
        "data_sha256": corpus.digest(path, words),
        **_lessons(added),
        "trained_on": len(learnt),
        "measured_on": len(held_apart),
        "threshold": trained.heads["holder"].threshold,
        "figures": figures(trained, held_apart) if held_apart else {},
    }
    advance()
    return classifier.save(trained, folder, card)


def _lessons(added: Sequence[Example]) -> Card:
    """What the card says of the corrections learnt; their ids are petition numbers, which begin with the day."""
    days = sorted(each.id[2:10] for each in added)
    said = "".join(f"{each.id}\0{each.text}\0{each.holder}\0{each.topic}\n" for each in added)
    digest = hashlib.sha256(said.encode()).hexdigest()
    span = {"corrections_since": days[0], "corrections_until": days[-1]} if days else {}
    return {"corrections": len(added), "corrections_sha256": digest if added else "", **span}


def fitting(corrections: Sequence[Example], examples: Sequence[Example]) -> list[Example]:
    """Those whose labels the examples have, whatever the head."""
    known = {name: {getattr(each, name) for each in examples} for name in (*PLAIN, "topic", "holder")}
    return [each for each in corrections if all(getattr(each, name) in labels for name, labels in known.items())]


def figures(trained: Classifier, examples: Sequence[Example]) -> Card:
    """Return the figures of each head on examples it has not seen, ready for the card."""
    chances = trained.chances([example.text for example in examples])
    return {
        name: _figures(one, chances[name], [str(getattr(example, name)) for example in examples])
        for name, one in trained.heads.items()
    }


def _figures(one: Head, chances: Floats, truth: Sequence[str]) -> Card:
    found = measure([one.answer(row) for row in chances], truth)
    per_class = {name: asdict(each) for name, each in found.classes.items()} if len(one.labels) < MANY else {}
    shares = {name: value for name, value in asdict(found).items() if name not in {"classes", "confusion"}}
    return {**shares, "threshold": one.threshold, "classes": per_class}
