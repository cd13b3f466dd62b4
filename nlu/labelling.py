"""Anybody's table, from CSV to model to figures: what the generic command line does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from nlu import label, table
from nlu.head import PRECISION, Answer
from nlu.label import STEPS as STEPS
from nlu.label import LabelModel
from nlu.measure import Figures, measure
from nlu.modelfile import Card
from nlu.table import Columns, Table


@dataclass(frozen=True)
class Task:
    """Which columns hold text and label, and how precise decisions without a person must be."""

    columns: Columns
    precision: float = PRECISION


@dataclass(frozen=True)
class Opened:
    """A model and its card, which remembers the columns."""

    model: LabelModel
    card: Card

    def read(self, path: Path, *, labelled: bool) -> Table:
        """Read a table with the model's columns; without labels, rows without text are let through."""
        names = self.card["columns"]
        columns = Columns(tuple(names["text"]), names["label"] if labelled else "", tuple(names["also"]))
        return table.read(path, columns, allow_empty=not labelled)


def train_and_save(
    paths: Sequence[Path], folder: Path, task: Task, *, at: datetime, advance: Callable[[], None] = lambda: None
) -> Card:
    """Learn from all tables together and store the model. Raises ``DataError``."""
    began = perf_counter()
    tables = [table.read(path, task.columns) for path in paths]
    documents = [document for one in tables for document in one.documents]
    labels = [name for one in tables for name in one.labels]
    model, trial = label.train(documents, labels, precision=task.precision, advance=advance)
    figures = measure([model.head.answer(row) for row in trial.probabilities], labels)
    card = {
        "trained_at": at.isoformat(),
        "trained_on": len(labels),
        "train_seconds": round(perf_counter() - began, 2),
        "data_sha256": hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest(),
        "columns": {**asdict(task.columns), "also": _there(task.columns.also, tables)},
        "labels": list(model.head.labels),
        "precision_wanted": task.precision,
        "threshold": model.head.threshold,
        "thresholds": _thresholds(model),
        "figures": {"by": "cross-validation", **plain(figures)},
    }
    return label.save(model, folder, card)


def _thresholds(model: LabelModel) -> dict[str, float]:
    return {name: round(float(limit), 4) for name, limit in zip(model.head.labels, model.head.limits, strict=True)}


def _there(names: Iterable[str], tables: Iterable[Table]) -> list[str]:
    """Return the columns that at least one table has."""
    return [name for name in names if any(name not in one.lacks for one in tables)]


def open_model(folder: Path) -> Opened:
    """Load a model written by ``train_and_save``. Raises ``ModelError``."""
    return Opened(*label.load(folder))


def evaluate(
    opened: Opened, rows: Table, *, watch: Callable[[Iterator[Answer]], Iterable[Answer]] = lambda answers: answers
) -> dict[str, Any]:
    """Return every figure on labelled rows, with speed and size; ``watch`` may follow the answers as they come."""
    began = perf_counter()
    answers = list(watch(opened.model.answers(rows.documents)))
    seconds = perf_counter() - began
    return plain(measure(answers, rows.labels)) | {
        "threshold": opened.model.head.threshold,
        "texts_per_second": round(len(answers) / seconds, 1),
        "train_seconds": opened.card["train_seconds"],
        "bytes": opened.card["bytes"],
    }


def plain(figures: Figures) -> dict[str, Any]:
    """Return figures as JSON can hold them; confusions come most frequent first."""
    ordered = sorted(figures.confusion.items(), key=lambda item: (-item[1], item[0]))
    confusion = [{"right": right, "answered": answered, "rows": rows} for (right, answered), rows in ordered]
    return {**asdict(figures), "confusion": confusion}
