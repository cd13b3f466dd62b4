"""Loading a city from a folder of CSV files. Loading again brings changed rows up to date and removes none.

Files: units, topics, duties, districts, streets, landmarks, aliases, legacy_sources; parameters.csv names the
versions of deadlines and scheme; return_reasons, decline_reasons, outcomes, satisfaction and channels are code
lists; knowledge.csv holds questions and answers. Units, topics, duties and answers that were edited at a desk stay
as they are. The working calendar of every year the package knows is loaded with them.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert

from routing import knowledge_store, schema
from tracking.domain.error import UnknownCode
from tracking.store import parameter
from tracking.store.freshness import touch

SHENYANG = Path(__file__).parent / "city" / "shenyang"
Row = Mapping[str, str]
CODE_LISTS = ("return_reasons", "decline_reasons", "outcomes", "satisfaction", "channels")
_KEYS: dict[str, tuple[str, ...]] = {
    "unit": ("code",),
    "topic": ("code",),
    "duty": ("topic", "place"),
    "district": ("code",),
    "street": ("code",),
    "landmark": ("name",),
    "alias": ("alias",),
    "legacy_source": ("code",),
}
_TABLES: tuple[tuple[str, Table], ...] = (
    ("units", schema.unit),
    ("topics", schema.topic),
    ("duties", schema.duty),
    ("districts", schema.district),
    ("streets", schema.street),
    ("landmarks", schema.landmark),
    ("aliases", schema.alias),
    ("legacy_sources", schema.legacy_source),
)
_CONVERT: dict[str, Callable[[str], Any]] = {
    "statutory_days": int,
    "longitude": float,
    "latitude": float,
    "merged_on": date.fromisoformat,
    "checked_on": date.fromisoformat,
}


def load_city(connection: Connection, folder: Path) -> dict[str, int]:
    """Load everything in ``folder``; returns rows per file. Raises ``UnknownCode`` for a dangling code."""
    counts = {}
    for name, table in _TABLES:
        rows = [_converted(row) for row in read(folder / f"{name}.csv")]
        _check_units(name, rows, folder)
        _upsert(connection, table, rows, _KEYS[table.name])
        counts[name] = len(rows)
    for name in CODE_LISTS:
        counts[name] = _load_codes(connection, name, folder)
    counts["knowledge"] = _load_knowledge(connection, folder)
    for row in read(folder / "parameters.csv"):
        body = list(read(folder / row["file"]))
        effective_on = date.fromisoformat(row["effective_on"])
        parameter.put(connection, name=row["name"], version=row["version"], effective_on=effective_on, body=body)
    touch(connection)
    return counts


def load_calendar(connection: Connection) -> None:
    """Every year of the State Council's calendar that the package ``chinesecalendar`` covers."""
    for year in sorted({day.year for day in chinese_calendar.constants.workdays | chinese_calendar.constants.holidays}):
        parameter.put_year(connection, year, "国务院办公厅节假日安排", _exceptions(year))


def _exceptions(year: int) -> Iterator[tuple[date, bool, str]]:
    day = date(year, 1, 1)
    while day.year == year:
        worked = chinese_calendar.is_workday(day)
        if worked is (day.weekday() > 4):
            yield day, worked, "调休上班" if worked else "放假"
        day += timedelta(days=1)


def read(path: Path) -> Iterator[Row]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _converted(row: Row) -> dict[str, Any]:
    return {name: _CONVERT.get(name, str)(value) if value else None for name, value in row.items()}


def _check_units(name: str, rows: list[dict[str, Any]], folder: Path) -> None:
    known = {row["code"] for row in read(folder / "units.csv")} | {"@district", "@discipline"}
    for row in rows:
        unit = row.get("unit")
        if unit is not None and unit not in known:
            raise UnknownCode(f"{name}: unit {unit} does not exist", field="unit", value=unit)


def _load_knowledge(connection: Connection, folder: Path) -> int:
    path = folder / "knowledge.csv"
    rows = [_converted(row) for row in read(path)] if path.exists() else []
    _check_units("knowledge", rows, folder)
    known = {row["code"] for row in read(folder / "topics.csv")} | {None}
    for row in rows:
        if row["topic"] not in known:
            raise UnknownCode(f"knowledge: topic {row['topic']} does not exist", field="topic", value=row["topic"])
    knowledge_store.load(connection, rows)
    return len(rows)


def _load_codes(connection: Connection, name: str, folder: Path) -> int:
    rows = [
        {
            "list": name,
            "code": row.get("code") or row["letter"],
            "name": row["name"],
            "note": row.get("legal_way") or row.get("letter") or "",
            "position": position,
        }
        for position, row in enumerate(read(folder / f"{name}.csv"))
    ]
    _upsert(connection, schema.code, rows, ("list", "code"))
    return len(rows)


def _upsert(connection: Connection, table: Table, rows: list[dict[str, Any]], key: tuple[str, ...]) -> None:
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    untouched = table.c.changed_by.is_(None) if "changed_by" in table.c else None
    update = statement.on_conflict_do_update(index_elements=list(key), set_=changed, where=untouched)
    connection.execute(update, rows)
