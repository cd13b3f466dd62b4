"""Loading a case and writing back what was recorded: state, ledger, texts and outbox in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from tracking.domain.case import Case
from tracking.domain.codec import decode
from tracking.domain.error import NotFound, StaleVersion
from tracking.domain.ledger import Entry, Text
from tracking.domain.people import Role
from tracking.domain.petition import Assignment, Petition
from tracking.domain.verb import Verb
from tracking.store import change, direct, pair, schema
from tracking.store.direct import Statement
from tracking.store.visibility import Viewer, visible

_PETITION = [f.name for f in fields(Petition)]
_ASSIGNMENT = [f.name for f in fields(Assignment)]
_ASSIGNMENTS = direct.made(
    select(*(schema.assignment.c[name] for name in _ASSIGNMENT))
    .where(schema.assignment.c.number == bindparam("number"))
    .order_by(schema.assignment.c.index),
    "number",
)
_LOAD_LEDGER = select(schema.ledger).where(schema.ledger.c.number == bindparam("number")).order_by(schema.ledger.c.seq)


def load(connection: Connection, number: str, *, for_update: bool = False, viewer: Viewer | None = None) -> Case:
    """Raises ``NotFound``, also where ``viewer`` is given and may not see the petition.

    ``for_update`` holds the petition until the transaction ends.
    """
    found = direct.rows(connection, _petition(viewer, for_update), number=number)
    if not found:
        raise NotFound("no such petition", number=number)
    state = decode(Petition, dict(zip(_PETITION, found[0], strict=True)))
    parts = (dict(zip(_ASSIGNMENT, row, strict=True)) for row in direct.rows(connection, _ASSIGNMENTS, number=number))
    return Case(Petition(**state), [Assignment(**decode(Assignment, part)) for part in parts])


@lru_cache(maxsize=1000)
def _petition(viewer: Viewer | None, for_update: bool) -> Statement:
    """Made once for each viewer, of whom there are as many as units."""
    columns = schema.petition.c
    found = select(*(columns[name] for name in _PETITION)).where(columns.number == bindparam("number"))
    seen = found if viewer is None else found.where(visible(viewer))
    return direct.made(seen.with_for_update(of=schema.petition) if for_update else seen, "number")


def entries(connection: Connection, number: str) -> Sequence[Entry]:
    """The petition's ledger, oldest first."""
    rows = connection.execute(_LOAD_LEDGER, {"number": number}).mappings()
    return [Entry(**{**row, "verb": Verb(row["verb"]), "role": Role(row["role"])}) for row in rows]


def save(connection: Connection, case: Case) -> None:
    """Write everything recorded since the case was loaded. Raises ``StaleVersion``."""
    if not case.entries:
        return
    if not direct.rows(connection, change.statement(case)):
        raise StaleVersion("somebody else was faster", number=case.petition.number)
    case.entries.clear()
    case.texts.clear()


def assignment_row(number: str, assignment: Assignment) -> dict[str, Any]:
    return {"number": number, **asdict(assignment)}


def ledger_row(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _ENTRY_FIELDS}


_ENTRY_FIELDS = [f.name for f in fields(Entry)]


def text_row(number: str, text: Text) -> dict[str, Any]:
    return {"number": number, "seq": text.seq, "purpose": text.purpose, "body": text.body, "salt": text.salt}


def first_texts(case: Case, place: str | None) -> list[dict[str, Any]]:
    """The texts of a case that is stored for the first time; beside what was said stand the pairs that find it."""
    rows = [text_row(case.petition.number, each) for each in case.texts]
    said = {"said": pair.vector}
    return [
        row | {"pairs": said[row["purpose"]](row["body"], place) if row["purpose"] in said else None} for row in rows
    ]


def outbox_row(entry: Entry) -> dict[str, Any]:
    due = {"at": entry.at, "next_try_at": entry.at}
    return {"number": entry.number, "seq": entry.seq, "verb": entry.verb, **due}


def texts(connection: Connection, number: str, purposes: Iterable[str]) -> dict[str, str]:
    """The latest text of each purpose."""
    table = schema.text_
    rows = connection.execute(
        select(table.c.purpose, table.c.body)
        .where(table.c.number == number, table.c.purpose.in_(list(purposes)))
        .order_by(table.c.seq)
    )
    return {row.purpose: row.body for row in rows}
