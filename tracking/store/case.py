"""Loading a case and writing back what was recorded: state, ledger, texts and outbox in one transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from tracking.domain.case import Case
from tracking.domain.codec import decode
from tracking.domain.error import NotFound, StaleVersion
from tracking.domain.ledger import Entry, Text
from tracking.domain.people import Role
from tracking.domain.petition import Assignment, Petition
from tracking.domain.verb import Verb
from tracking.store import schema

_PETITION = [schema.petition.c[f.name] for f in fields(Petition)]
_ASSIGNMENT = [schema.assignment.c[f.name] for f in fields(Assignment)]
_LOAD = select(*_PETITION).where(schema.petition.c.number == bindparam("number"))
_LOAD_FOR_UPDATE = _LOAD.with_for_update()
_LOAD_ASSIGNMENTS = (
    select(*_ASSIGNMENT).where(schema.assignment.c.number == bindparam("number")).order_by(schema.assignment.c.index)
)
_LOAD_LEDGER = select(schema.ledger).where(schema.ledger.c.number == bindparam("number")).order_by(schema.ledger.c.seq)


def load(connection: Connection, number: str, *, for_update: bool = False) -> Case:
    """Raises ``NotFound``. ``for_update`` holds the petition until the transaction ends."""
    statement = _LOAD_FOR_UPDATE if for_update else _LOAD
    row = connection.execute(statement, {"number": number}).mappings().first()
    if row is None:
        raise NotFound("no such petition", number=number)
    assignments = connection.execute(_LOAD_ASSIGNMENTS, {"number": number}).mappings()
    return Case(
        Petition(**decode(Petition, dict(row))), [Assignment(**decode(Assignment, dict(each))) for each in assignments]
    )


def entries(connection: Connection, number: str) -> Sequence[Entry]:
    """The petition's ledger, oldest first."""
    rows = connection.execute(_LOAD_LEDGER, {"number": number}).mappings()
    return [Entry(**{**row, "verb": Verb(row["verb"]), "role": Role(row["role"])}) for row in rows]


def save(connection: Connection, case: Case) -> None:
    """Write everything recorded since the case was loaded. Raises ``StaleVersion``."""
    if not case.entries:
        return
    _update_petition(connection, case)
    _write_assignments(connection, case)
    connection.execute(insert(schema.ledger), [ledger_row(entry) for entry in case.entries])
    if case.texts:
        connection.execute(insert(schema.text_), [text_row(case.petition.number, text) for text in case.texts])
    connection.execute(insert(schema.outbox), [outbox_row(entry) for entry in case.entries])
    case.entries.clear()
    case.texts.clear()


def _update_petition(connection: Connection, case: Case) -> None:
    was = case.entries[0].seq - 1
    table = schema.petition
    statement = (
        update(table)
        .where(table.c.number == bindparam("key"), table.c.version == bindparam("was"))
        .values({name: bindparam(name) for name in _changed_columns(case)})
    )
    values = {name: getattr(case.petition, name) for name in _changed_columns(case)}
    if connection.execute(statement, values | {"key": case.petition.number, "was": was}).rowcount != 1:
        raise StaleVersion("somebody else was faster", number=case.petition.number)


def _changed_columns(case: Case) -> list[str]:
    changed = {name for entry in case.entries for name in entry.facts.get("petition", {})}
    return sorted(changed | {"version", "head"})


def _write_assignments(connection: Connection, case: Case) -> None:
    added = {entry.facts["added"]["index"] for entry in case.entries if "added" in entry.facts}
    touched: dict[int, set[str]] = {}
    for entry in case.entries:
        for index, changes in entry.facts.get("assignments", {}).items():
            touched.setdefault(int(index), set()).update(changes)
    if added:
        rows = [assignment_row(case.petition.number, case.assignment(index)) for index in sorted(added)]
        connection.execute(insert(schema.assignment), rows)
    for index, names in touched.items():
        if index not in added:
            _update_assignment(connection, case, index, sorted(names))


def _update_assignment(connection: Connection, case: Case, index: int, names: list[str]) -> None:
    table, current = schema.assignment, case.assignment(index)
    statement = (
        update(table)
        .where(table.c.number == bindparam("key"), table.c.index == bindparam("at"))
        .values({name: bindparam(name) for name in names})
    )
    values: dict[str, Any] = {name: getattr(current, name) for name in names}
    connection.execute(statement, values | {"key": case.petition.number, "at": index})


def assignment_row(number: str, assignment: Assignment) -> dict[str, Any]:
    return {"number": number, **asdict(assignment)}


def ledger_row(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _ENTRY_FIELDS}


_ENTRY_FIELDS = [f.name for f in fields(Entry)]


def text_row(number: str, text: Text) -> dict[str, Any]:
    return {"number": number, "seq": text.seq, "purpose": text.purpose, "body": text.body, "salt": text.salt}


def outbox_row(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "seq": entry.seq,
        "verb": entry.verb,
        "at": entry.at,
        "next_try_at": entry.at,
    }


def compact(facts: Any) -> str:
    """JSON as short as it can be."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def texts(connection: Connection, number: str, purposes: Iterable[str]) -> dict[str, str]:
    """The latest text of each purpose."""
    table = schema.text_
    rows = connection.execute(
        select(table.c.purpose, table.c.body)
        .where(table.c.number == number, table.c.purpose.in_(list(purposes)))
        .order_by(table.c.seq)
    )
    return {row.purpose: row.body for row in rows}
