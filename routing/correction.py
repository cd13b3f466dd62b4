"""Corrections as rows: one a petition, the latest word counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from routing.schema import correction

_C = correction.c


@dataclass(frozen=True, kw_only=True)
class Correction:
    """``text`` is redacted; ``wrong`` None: only kind or topic was another. Codes are the city's."""

    number: str
    cause: str
    wrong: str | None
    right: str
    topic: str
    kind: str
    urgency: str
    district: str | None
    text: str
    decided_by: str
    decided_at: datetime


def put(connection: Connection, found: Correction) -> None:
    """Keep it; an earlier one of the same petition goes."""
    values = vars(found)
    changed = {name: value for name, value in values.items() if name != "number"}
    connection.execute(insert(correction).values(values).on_conflict_do_update(index_elements=["number"], set_=changed))


def forget(connection: Connection, number: str) -> None:
    """The unit that seemed right was not. (When words are erased, the database takes their row out itself.)"""
    connection.execute(delete(correction).where(_C.number == number))


def read(connection: Connection, *, most: int = 50_000) -> Sequence[Correction]:
    """The newest first."""
    rows = connection.execute(select(correction).order_by(_C.decided_at.desc(), _C.number).limit(most)).mappings()
    return [Correction(**row) for row in rows]
