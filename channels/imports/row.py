"""The rows of a file being imported. What was read stands in the database; work goes on where it was left."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from channels.base import Flaw
from channels.imports.schema import import_row
from channels.imports.table import Cells
from tracking.store.seal import Sealer

_R = import_row.c
_NEW_VALUES = ("state", "external_id", "number", "flaws")


class RowState(StrEnum):
    """``new`` → ``good`` or ``refused``; a good one → ``taken``, ``again`` (it had come before) or ``refused``."""

    NEW = "new"
    GOOD = "good"
    REFUSED = "refused"
    TAKEN = "taken"
    AGAIN = "again"


_PETITIONS = (RowState.TAKEN, RowState.AGAIN)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; ``cells`` are None once it was taken. ``line`` counts the rows of the table, the headings being 1."""

    line: int
    cells: Cells | None
    state: RowState
    external_id: str | None
    number: str | None
    flaws: Sequence[Flaw]


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What became of a row."""

    line: int
    state: RowState
    external_id: str | None = None
    number: str | None = None
    flaws: Sequence[Flaw] = ()


def add(connection: Connection, sealer: Sealer, job: int, rows: Iterable[tuple[int, Cells]]) -> None:
    """Keep rows as they were read: (line, cells)."""
    values = [
        {"job": job, "line": line, "cells": sealer.seal(json.dumps(list(cells)), "import"), "state": RowState.NEW}
        for line, cells in rows
    ]
    if values:
        connection.execute(insert(import_row), values)


def rows(
    connection: Connection, sealer: Sealer, job: int, *states: RowState, most: int, after: int = 0
) -> Sequence[Row]:
    """Rows of some states in their order, from the line after ``after`` on."""
    mine = (_R.job == job, _R.state.in_(states), _R.line > after)
    found = connection.execute(select(import_row).where(*mine).order_by(_R.line).limit(most)).mappings()
    return [_row(sealer, dict(row)) for row in found]


def counts(connection: Connection, job: int) -> Counter[str]:
    """How many rows are in each state."""
    grouped = select(_R.state, func.count()).where(_R.job == job).group_by(_R.state)
    return Counter({row[0]: row[1] for row in connection.execute(grouped)})


def settle(connection: Connection, job: int, results: Sequence[Settled]) -> None:
    """Write down what became of rows; one that is a petition now needs its cells no more."""
    for taken in (True, False):
        mine = [_values(each) for each in results if (each.state in _PETITIONS) is taken]
        changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _NEW_VALUES}
        erased = {"cells": None} if taken else {}
        statement = update(import_row).where(_R.job == job, _R.line == bindparam("at")).values(changed | erased)
        if mine:
            connection.execute(statement, mine)


def start_over(connection: Connection, job: int) -> None:
    """Rows that were checked are to be checked again, for the columns mean something else now."""
    checked = (_R.job == job, _R.state.in_([RowState.GOOD, RowState.REFUSED]), _R.cells.is_not(None))
    connection.execute(update(import_row).where(*checked).values(state=RowState.NEW, flaws=[]))


def _values(each: Settled) -> dict[str, Any]:
    row = asdict(each)
    return {"at": row.pop("line"), **{f"new_{name}": value for name, value in row.items()}}


def _row(sealer: Sealer, row: dict[str, Any]) -> Row:
    cells = json.loads(sealer.open(row["cells"], "import")) if row["cells"] else None
    flaws = [Flaw(**flaw) for flaw in row["flaws"]]
    kept = {name: row[name] for name in ("line", "external_id", "number")}
    return Row(**kept, cells=cells, state=RowState(row["state"]), flaws=flaws)
