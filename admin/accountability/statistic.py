"""Counts for the public: by year, what was decided and what came of it; no unit, no officer, no small number."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from admin.accountability.proposal import Kind
from admin.accountability.schema import record
from admin.accountability.stage import RESULTS, Stage

_R = record.c
Cells = Mapping[tuple[Kind, Stage], int]


def counts(connection: Connection) -> Mapping[int, Cells]:
    """Year, newest first → (kind, result) → how many were decided. What was not pursued counts as what was proposed."""
    kind = func.coalesce(_R.effect, _R.kind)
    wanted = select(_R.year, kind.label("kind"), _R.outcome, func.count().label("n")).where(_R.outcome.is_not(None))
    grouped = wanted.group_by(_R.year, kind, _R.outcome).order_by(_R.year.desc())
    years: dict[int, Counter[tuple[Kind, Stage]]] = {}
    for row in connection.execute(grouped):
        years.setdefault(row.year, Counter())[Kind(row.kind), Stage(row.outcome)] = row.n
    return years


def published(cells: Cells, *, hidden_below: int) -> Mapping[Kind, Sequence[int | None]]:
    """Kind → its counts in the order of ``RESULTS``; None for what is too small to tell, none at all among it.

    There are no sums: with them a hidden count could be computed.
    """
    return {
        kind: [n if (n := cells.get((kind, each), 0)) >= hidden_below else None for each in RESULTS] for kind in Kind
    }
