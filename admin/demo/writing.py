"""Writing a lived year into the database by COPY, table after table, in one transaction."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, cast

from psycopg import Connection, sql
from psycopg.types.json import Jsonb, set_json_dumps
from sqlalchemy import Engine

from admin.demo.year import Lived
from tracking.domain.ledger import Entry
from tracking.domain.number import parse
from tracking.domain.petition import Assignment, Petition
from tracking.service.intake import title
from tracking.store import case as cases
from tracking.store import number as numbers
from tracking.store import pair
from tracking.store.seal import Sealer, digest

_PETITION = [f.name for f in fields(Petition)]
_BESIDE = ["title", "place", "code_key", "phone", "phone_key"]
_ASSIGNMENT = ["number", *(f.name for f in fields(Assignment))]
_LEDGER = [f.name for f in fields(Entry)]
_TEXT = ["number", "seq", "purpose", "body", "salt", "pairs"]
_INBOX = ["channel", "external_id", "digest", "raw", "received_at", "number"]
Rows = Iterator[Sequence[Any]]


def write(engine: Engine, sealer: Sealer, lived: Sequence[Lived]) -> None:
    """Store everything; numbers handed out later go on after these."""
    with engine.begin() as connection:
        raw = cast(Connection, connection.connection.driver_connection)
        set_json_dumps(_dumps, raw)
        _copy(raw, "inbox", _INBOX, (_inbox(sealer, each) for each in lived))
        _copy(raw, "petition", _PETITION + _BESIDE, (_petition(sealer, each) for each in lived))
        _copy(raw, "assignment", _ASSIGNMENT, _assignments(lived))
        _copy(raw, "ledger", _LEDGER, _entries(lived))
        _copy(raw, "text", _TEXT, _texts(lived))
    for day, count in _days(lived).items():
        numbers.take(engine.execution_options(isolation_level="AUTOCOMMIT"), day, count)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _copy(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _inbox(sealer: Sealer, each: Lived) -> Sequence[Any]:
    petition = each.case.petition
    raw = _dumps({"text": each.text, "place": each.place, "phone": each.phone})
    number = petition.number
    return (
        petition.channel,
        f"demo-{number}",
        digest(raw.encode()),
        sealer.seal(raw, "raw"),
        petition.received_at,
        number,
    )


def _petition(sealer: Sealer, each: Lived) -> Sequence[Any]:
    petition, phone = each.case.petition, each.phone
    code_key = sealer.key(sealer.query_code(petition.number), "code")
    sealed = (sealer.seal(phone, "phone"), sealer.key(phone, "phone")) if phone else (None, None)
    return [*(getattr(petition, name) for name in _PETITION), title(each.text), each.place, code_key, *sealed]


def _assignments(lived: Sequence[Lived]) -> Rows:
    for each in lived:
        for assignment in each.case.assignments:
            yield list(cases.assignment_row(each.case.petition.number, assignment).values())


def _entries(lived: Sequence[Lived]) -> Rows:
    for each in lived:
        for entry in each.case.entries:
            row = cases.ledger_row(entry)
            yield [Jsonb(value) if name == "facts" else value for name, value in row.items()]


def _texts(lived: Sequence[Lived]) -> Rows:
    for each in lived:
        for text in each.case.texts:
            pairs = pair.vector(each.text, each.place) if text.seq == 1 else None
            yield [*cases.text_row(each.case.petition.number, text).values(), pairs]


def _days(lived: Sequence[Lived]) -> dict[date, int]:
    return dict(Counter(parse(each.case.petition.number).day for each in lived))
