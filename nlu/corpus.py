"""The petitions that came with the program: written by hand, of nobody, about nobody."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, fields
from pathlib import Path

from nlu.error import DataError

CORPUS = Path(__file__).parent / "corpus" / "petitions.csv"
WORDS = CORPUS.with_name("words.csv")


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled petition: a row of ``corpus/petitions.csv`` (its columns: ``corpus/README.md``)."""

    id: str
    text: str
    kind: str
    urgency: str
    topic: str
    topic2: str
    holder: str
    unit: str
    district: str
    place: str
    part: str


def read(path: Path = CORPUS) -> list[Example]:
    """Return the examples of a table with the corpus' columns. Raises ``DataError`` naming missing columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        columns = [field.name for field in fields(Example)]
        missing = [name for name in columns if name not in (table.fieldnames or ())]
        if missing:
            raise DataError("missing_column", f"{path.name} has no column {', '.join(missing)}")
        return [Example(**{name: row[name] for name in columns}) for row in table]


def words(path: Path = WORDS) -> list[tuple[str, str]]:
    """Return pairs of topic and word: what citizens say when they mean it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["topic"], word) for row in csv.DictReader(file) for word in row["words"].split()]


def digest(*paths: Path) -> str:
    """Return the SHA-256 of the tables, one after the other."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
