"""Petitions that an officer picked out of a list, read again: what is shown before something is done to all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, func, select

from tracking.store import schema
from tracking.store.visibility import Viewer, visible

_P, _A = schema.petition.c, schema.assignment.c


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One of them; ``beyond`` holds the indexes of shares whose unit asked to be found not in charge."""

    number: str
    title: str
    identity: str
    version: int
    suggestions: Any
    beyond: Sequence[int]


def chosen(connection: Connection, viewer: Viewer, numbers: Sequence[str]) -> Mapping[str, Chosen]:
    """Those of ``numbers`` that ``viewer`` may see, in one statement."""
    asked = select(func.coalesce(func.array_agg(_A.index), [])).where(_A.number == _P.number, _A.beyond_duty)
    special = {"beyond": asked.scalar_subquery()}
    columns = [
        special[field.name].label(field.name) if field.name in special else _P[field.name] for field in fields(Chosen)
    ]
    rows = connection.execute(select(*columns).where(_P.number.in_(numbers), visible(viewer))).mappings()
    return {row["number"]: Chosen(**row) for row in rows}


def said(connection: Connection, numbers: Sequence[str]) -> Mapping[str, str]:
    """What was first said in each."""
    table = schema.text_.c
    first = (table.seq == 1, table.purpose == "said")
    rows = connection.execute(select(table.number, table.body).where(table.number.in_(numbers), *first))
    return {row.number: row.body for row in rows}
