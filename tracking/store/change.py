"""What was recorded on a case, as one statement: petition, assignments, ledger, texts and outbox, or nothing at all.

The words of the statement depend only on which columns change and on how many rows are added. They are made once
for each such shape, so that PostgreSQL keeps them prepared, and follow the tables, whatever columns those have.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, BindParameter, Insert, Table, bindparam, insert, select, union_all, update

from tracking.domain.case import Case
from tracking.domain.ledger import Entry, Text
from tracking.domain.petition import Assignment
from tracking.store import direct, schema
from tracking.store.direct import Statement

Names = Mapping[str, tuple[str, ...]]
Shape = tuple[tuple[str, tuple[str, ...]], ...]
_PETITION, _TOUCHED, _ADDED, _ENTRY, _TEXT = "petition", "touched", "added", "entry", "text"
_KEY, _WAS = "key", "was"
_ENTRY_FIELDS = [f.name for f in fields(Entry) if f.name != "number"]
_TEXT_FIELDS = [f.name for f in fields(Text)]


def statement(case: Case) -> Statement:
    """What writes everything recorded since the case was loaded.

    It gives a row, or none and changes nothing where the stored petition has another version.
    """
    rows = dict(_rows(case))
    values = {f"{mark}_{name}": value for mark, row in rows.items() for name, value in row.items()}
    known = {_KEY: case.petition.number, _WAS: case.entries[0].seq - 1}
    return Statement(sql=_sql(tuple((mark, tuple(row)) for mark, row in rows.items())), values=values | known)


def compact(facts: Any) -> str:
    """JSON as short as it can be."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _rows(case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row to be written under a mark of its own: what it is, and which."""
    added = sorted(entry.facts["added"]["index"] for entry in case.entries if "added" in entry.facts)
    yield _PETITION, _picked(case.petition, _changed(case.entries))
    for index, names in sorted(_touched(case.entries).items()):
        if index not in added:
            yield f"{_TOUCHED}_{index}", _picked(case.assignment(index), ["index", *sorted(names)])
    for index in added:
        yield f"{_ADDED}_{index}", _given(case.assignment(index))
    for n, entry in enumerate(case.entries):
        yield f"{_ENTRY}_{n}", _picked(entry, _ENTRY_FIELDS) | {"facts": compact(entry.facts)}
    for n, text in enumerate(case.texts):
        yield f"{_TEXT}_{n}", _picked(text, _TEXT_FIELDS)


def _picked(source: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def _changed(entries: Sequence[Entry]) -> list[str]:
    changed = {name for entry in entries for name in entry.facts.get("petition", {})}
    return sorted(changed | {"version", "head"})


def _touched(entries: Sequence[Entry]) -> Mapping[int, set[str]]:
    touched: dict[int, set[str]] = {}
    for entry in entries:
        for index, changes in entry.facts.get("assignments", {}).items():
            touched.setdefault(int(index), set()).update(changes)
    return touched


def _given(assignment: Assignment) -> dict[str, Any]:
    """The fields that have a value; the others stay empty by themselves."""
    values = _picked(assignment, [f.name for f in fields(Assignment)])
    return {name: value for name, value in values.items() if value is not None}


@lru_cache(maxsize=1000)
def _sql(shape: Shape) -> str:
    """The petition is changed where its version fits; everything else follows from that row."""
    names, table = dict(shape), schema.petition
    held = update(table).where(table.c.number == bindparam(_KEY), table.c.version == bindparam(_WAS))
    changed = held.values(_binds(table, _PETITION, names[_PETITION])).returning(table.c.number).cte("changed")
    parts = [
        *(_update(mark, columns, changed) for mark, columns in _of(_TOUCHED, names).items()),
        *(_insert(schema.assignment, {mark: row}, changed).cte(mark) for mark, row in _of(_ADDED, names).items()),
        *([_insert(schema.text_, _of(_TEXT, names), changed).cte(_TEXT)] if _of(_TEXT, names) else []),
        _events(_insert(schema.ledger, _of(_ENTRY, names), changed)),
    ]
    given = [f"{mark}_{name}" for mark, columns in shape for name in columns]
    return direct.made(select(changed.c.number).add_cte(*parts), _KEY, _WAS, *given).sql


def _of(kind: str, names: Names) -> Names:
    return {mark: columns for mark, columns in names.items() if mark.startswith(f"{kind}_")}


def _binds(table: Table, mark: str, columns: Sequence[str]) -> dict[str, BindParameter[Any]]:
    return {name: bindparam(f"{mark}_{name}", type_=table.c[name].type) for name in columns}


def _update(mark: str, columns: Sequence[str], changed: CTE) -> CTE:
    table, values = schema.assignment, _binds(schema.assignment, mark, columns)
    mine = update(table).where(table.c.number == changed.c.number, table.c.index == values.pop("index"))
    return mine.values(values).cte(mark)


def _insert(table: Table, rows: Names, changed: CTE) -> Insert:
    """All rows in their order; they have the same columns."""
    columns = next(iter(rows.values()))
    given = [select(changed.c.number, *_binds(table, mark, columns).values()) for mark in rows]
    return insert(table).from_select(["number", *columns], union_all(*given) if len(given) > 1 else given[0])


def _events(entries: Insert) -> CTE:
    """One for each entry of the ledger, in the same order."""
    table = schema.ledger.c
    e = entries.returning(table.number, table.seq, table.verb, table.at).cte(_ENTRY).c
    ready = select(e.number, e.seq, e.verb, e.at, e.at.label("next_try_at")).order_by(e.seq)
    return insert(schema.outbox).from_select(["number", "seq", "verb", "at", "next_try_at"], ready).cte("event")
