"""How well texts are understood: the classifier beside a plain one, what redaction misses, second matters, entities.

It runs on the repository's own corpus and, where ``MINYI_BENCH_NLU`` names a folder, on every ``train.csv`` with a
``dev.csv`` in it: trained on the one, measured on the other, by what ``minyi train`` and ``minyi evaluate`` call.
"""

import csv
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Printed

from benchmarks import plain_classifier
from nlu import classifier, corpus, labelling, marked, matter, table, training
from nlu.classifier import Classifier
from nlu.entity import entities
from nlu.redact import redact
from nlu.table import Columns
from routing.load import SHENYANG
from routing.locating import gazetteer_of
from tracking.domain.clock import SystemClock

COLUMNS = Columns(("subject", "detail"), "label", ("district", "kind"))
SHOWN = (
    *("rows", "accuracy", "macro_f1", "macro_f1_frequent", "top3", "ece", "coverage", "precision"),
    *("texts_per_second", "train_seconds", "load_seconds", "bytes"),
)
Figures = dict[str, Any]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = {
            set_.name: {"minyi": _trained(set_, folder / set_.name), "plain": _plain(set_)} for set_ in _sets(folder)
        }
        _print(result)
        result["petitions"] = _petitions(folder / "petition")
    result["redaction"] = _redaction()
    result["entities"] = _entities()
    for name in ("petitions", "redaction", "entities"):
        _print_one(name, result[name])
    print(json.dumps(result, ensure_ascii=False))


def _sets(folder: Path) -> Iterator[Path]:
    """Yield folders with ``train.csv`` and ``dev.csv``, our own first: texts and the unit in charge."""
    own = folder / "own"
    own.mkdir()
    for part, name in (("train", "train.csv"), ("test", "dev.csv")):
        with (own / name).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("id", "detail", "label"))
            rows.writerows((each.id, each.text, each.holder) for each in corpus.read() if each.part == part)
    yield own
    if given := os.environ.get("MINYI_BENCH_NLU"):
        yield from sorted(
            path.parent for path in Path(given).glob("**/train.csv") if path.with_name("dev.csv").exists()
        )


def _trained(set_: Path, model: Path) -> Figures:
    model = model.with_name(f"{model.name}-model")
    labelling.train_and_save([set_ / "train.csv"], model, labelling.Task(COLUMNS), at=SystemClock().now())
    began = time.perf_counter()
    opened = labelling.open_model(model)
    loaded = time.perf_counter() - began
    found = labelling.evaluate(opened, opened.read(set_ / "dev.csv", labelled=True))
    return {name: found[name] for name in SHOWN if name in found} | {"load_seconds": round(loaded, 2)}


def _plain(set_: Path) -> Figures:
    learnt, asked = (table.read(set_ / name, COLUMNS) for name in ("train.csv", "dev.csv"))
    return plain_classifier.figures(learnt, asked)


def _petitions(model: Path) -> Figures:
    """The classifier of the program itself, head by head, and second matters."""
    card = training.train_and_save(model, at=SystemClock().now())
    shown = ("accuracy", "macro_f1", "top3", "ece", "coverage", "precision")
    found = {
        f"{head}_{name}": figures[name]
        for head, figures in card["figures"].items()
        for name in shown
        if figures[name] is not None
    }
    return found | _matters(classifier.load(model)) | {"bytes": card["bytes"]}


def _matters(trained: Classifier) -> Figures:
    with (Path(matter.__file__).parent / "corpus" / "matter.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "test"]
    pairs = [(bool(row["second"]), trained.understand(row["text"]).second_matter) for row in rows]
    both = sum(two and said for two, said in pairs)
    return {
        "second_matter_recall": both / sum(two for two, _ in pairs),
        "second_matter_precision": both / max(1, sum(said for _, said in pairs)),
    }


def _redaction() -> Figures:
    sentences = marked.read("test")
    found = marked.leak(sentences)
    return {
        "sentences": len(sentences),
        "missed_numbers": found.rate(names=False),
        "missed_names": found.rate(names=True),
        "hidden_without_need": found.needless,
        "ms_per_text": _milliseconds([each.text for each in corpus.read()], redact),
    }


def _entities() -> Figures:
    city = gazetteer_of(SHENYANG)
    placed = [(city.find(each.text).district, each.district) for each in corpus.read() if each.district]
    found = [said == right for said, right in placed if said]
    now = SystemClock().now()
    texts = [each.text for each in corpus.read()]
    return {
        "district_found": len(found) / len(placed),
        "district_right": statistics.mean(found),
        "ms_per_text": _milliseconds(texts, lambda text: entities(text, at=now, gazetteer=city)),
    }


def _milliseconds(texts: Sequence[str], read: Any) -> float:
    """Median over single texts."""
    seconds = []
    for text in texts[::5]:
        began = time.perf_counter()
        read(text)
        seconds.append(time.perf_counter() - began)
    return round(statistics.median(seconds) * 1000, 3)


def _print(result: dict[str, Any]) -> None:
    names = [(set_, which) for set_ in result for which in ("minyi", "plain")]
    shown = Printed("", *(f"{set_} {which}" for set_, which in names), title="Classifier beside a plain one")
    for figure in SHOWN:
        shown.add_row(figure, *(_said(result[set_][which].get(figure)) for set_, which in names))
    Console(width=150).print(shown)


def _print_one(title: str, figures: Figures) -> None:
    shown = Printed("", "measured", title=title)
    for name, value in figures.items():
        shown.add_row(name, _said(value))
    Console(width=150).print(shown)


def _said(value: Any) -> str:
    return "–" if value is None else f"{value:.4f}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    main()
