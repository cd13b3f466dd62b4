"""Drafts of parameters as rows: one may wait for each parameter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from admin.register.schema import parameter_draft

_D = parameter_draft.c
WAITING, RELEASED, DROPPED = "waiting", "released", "dropped"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A version that a second person must put into force; ``base`` is the version it was made from."""

    id: int
    name: str
    version: str
    base: str
    effective_on: date
    body: Sequence[Mapping[str, str]]
    entered_by: str
    entered_at: datetime


def add(connection: Connection, values: Mapping[str, Any]) -> bool:
    """False where another one waits."""
    statement = insert(parameter_draft).values(values).on_conflict_do_nothing().returning(_D.id)
    return connection.execute(statement).first() is not None


def waiting(connection: Connection, name: str = "") -> Sequence[Draft]:
    """Those that wait, of one parameter or of all."""
    wanted = select(*(_D[each] for each in Draft.__dataclass_fields__)).where(_D.state == WAITING).order_by(_D.name)
    rows = connection.execute(wanted.where(_D.name == name) if name else wanted)
    return [Draft(**row) for row in rows.mappings()]


def decide(connection: Connection, identity: int, *, state: str, by: str, at: datetime) -> bool:
    """Whether it was still waiting."""
    statement = update(parameter_draft).where(_D.id == identity, _D.state == WAITING)
    return connection.execute(statement.values(state=state, decided_by=by, decided_at=at)).rowcount == 1
