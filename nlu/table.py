"""Somebody's CSV table of texts: read strictly, refused with the row that is wrong."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.document import Document
from nlu.error import DataError

ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: what everything writes, and what Chinese spreadsheets write."""
_LONGEST_FIELD = 10_000_000


@dataclass(frozen=True)
class Columns:
    """Which columns hold the text (those a file has are joined), the label, and what else may help where it is."""

    text: tuple[str, ...]
    label: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows in the order of the file: an id, a document and – where asked for – a label each.

    ``lacks`` names the columns that would have helped and are not there.
    """

    ids: tuple[str, ...]
    documents: tuple[Document, ...]
    labels: tuple[str, ...]
    lacks: tuple[str, ...] = ()


def read(path: Path, columns: Columns, *, allow_empty: bool = False) -> Table:
    """Read a table; its first row names the columns. Ids come from the column ``id``, or are row numbers.

    Raises ``DataError``: ``file_missing``, ``unknown_encoding``, ``no_rows``, ``missing_column``, ``duplicate_column``,
    ``bad_row``, ``empty_text`` (unless ``allow_empty``), ``empty_label``, ``duplicate_id``. Row 1 is the header.
    """
    rows = list(_rows(path, columns))
    if not rows:
        raise DataError("no_rows", f"{path.name} holds no rows below its header")
    ids = [row.get("id") or str(number) for number, row in rows]
    _refuse_duplicates(path, ids, [number for number, _ in rows])
    documents = [_document(row, columns) for _, row in rows]
    labels = [row[columns.label].strip() for _, row in rows] if columns.label else []
    if not allow_empty:
        _refuse_empty(path, rows, [document.text for document in documents], code="empty_text", what="text")
    _refuse_empty(path, rows, labels, code="empty_label", what="label")
    lacks = tuple(name for name in columns.also if name not in rows[0][1])
    return Table(tuple(ids), tuple(documents), tuple(labels), lacks)


def _rows(path: Path, columns: Columns) -> Iterator[tuple[int, Mapping[str, str]]]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if not names:
            raise DataError("no_rows", f"{path.name} is empty: row 1 must name the columns")
        _refuse_names(path, names, columns)
        for number, fields in enumerate(reader, start=2):
            if not fields:
                continue
            if len(fields) != len(names):
                raise DataError(
                    "bad_row", f"{path.name} row {number} has {len(fields)} fields, the header {len(names)}"
                )
            yield number, dict(zip(names, fields, strict=True))
    except csv.Error as error:
        raise DataError("bad_row", f"{path.name} near line {reader.line_num}: {error}") from None


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError("file_missing", f"{path} cannot be read: {error.strerror}") from None
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
    raise DataError("unknown_encoding", f"{path.name} is neither UTF-8 nor GB 18030 (line {line}): save it as UTF-8")


def _refuse_names(path: Path, names: Sequence[str], columns: Columns) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise DataError("duplicate_column", f"{path.name} row 1 names {', '.join(twice)} more than once")
    missing = [columns.label] if columns.label and columns.label not in names else []
    if not any(name in names for name in columns.text):
        missing.insert(0, " or ".join(columns.text))
    if missing:
        there = ", ".join(names) or "none"
        raise DataError("missing_column", f"{path.name} has no column {', '.join(missing)}; row 1 names: {there}")


def _refuse_duplicates(path: Path, ids: Sequence[str], numbers: Sequence[int]) -> None:
    first: dict[str, int] = {}
    for number, id_ in zip(numbers, ids, strict=True):
        if first.setdefault(id_, number) != number:
            raise DataError("duplicate_id", f"{path.name} row {number} repeats the id {id_!r} of row {first[id_]}")


def _refuse_empty(
    path: Path, rows: Sequence[tuple[int, Mapping[str, str]]], values: Sequence[str], *, code: str, what: str
) -> None:
    for (number, row), value in zip(rows, values, strict=False):
        if not value:
            raise DataError(code, f"{path.name} row {number} (id {row.get('id') or number}) has no {what}")


def _document(row: Mapping[str, str], columns: Columns) -> Document:
    """The first of several text columns is the title."""
    texts = [row[name].strip() for name in columns.text if name in row]
    marks = tuple(f"{name}={row[name].strip()}" for name in columns.also if name in row)
    return Document("\n".join(filter(None, texts)), texts[0] if len(texts) > 1 else "", marks)
