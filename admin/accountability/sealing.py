"""Merkle proofs of ledger entries in dossiers: kept once their day is sealed, followed whenever they are shown."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from admin.accountability.schema import evidence
from tracking.domain import merkle
from tracking.domain.error import LedgerBroken
from tracking.service.core import Core
from tracking.service.proof import check_signature, public_key
from tracking.store import day_root
from tracking.store.schema import day_root as roots

_E = evidence.c


def prove(connection: Connection) -> int:
    """Keep the way to the root for entries whose day is sealed by now; returns for how many. Safe to repeat."""
    sealed = _E.day.in_(select(roots.c.day))
    waiting = select(_E.ref, _E.day).where(_E.proof.is_(None), _E.day.is_not(None), sealed).distinct()
    by_day: dict[date, list[str]] = defaultdict(list)
    for row in connection.execute(waiting):
        by_day[row.day].append(row.ref)
    made = [row for day, refs in by_day.items() for row in _ways(connection, day, refs)]
    if made:
        found = update(evidence).where(_E.kind == "entry", _E.ref == bindparam("entry")).values(proof=bindparam("way"))
        connection.execute(found, made)
    return len(made)


def proven(core: Core, connection: Connection, rows: Collection[Mapping[Any, Any]]) -> Collection[str]:
    """The entries whose kept way leads to the signed root of their day."""
    days = {row["day"] for row in rows if row["proof"] is not None}
    if not days:
        return ()
    found = connection.execute(select(roots).where(roots.c.day.in_(days))).mappings()
    known = {row["day"]: day_root.DayRoot(**row) for row in found}
    signed = {day: made.root for day, made in known.items() if _signed(made, public_key(core))}
    return {
        row["ref"]
        for row in rows
        if row["proof"] is not None and row["day"] in signed and _leads(row, signed[row["day"]])
    }


def _ways(connection: Connection, day: date, refs: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    """One tree a day, however many of its entries are asked for."""
    leaves = day_root.leaves(connection, day)
    at = {f"{number}#{seq}": index for index, (number, seq, _) in enumerate(leaves)}
    ways = merkle.proofs([each[2] for each in leaves], [at[ref] for ref in refs if ref in at])
    return [
        {"entry": ref, "way": [[left, sibling.hex()] for left, sibling in ways[at[ref]]]} for ref in refs if ref in at
    ]


def _leads(row: Mapping[Any, Any], root: bytes) -> bool:
    return merkle.follows(row["hash"], [(left, bytes.fromhex(sibling)) for left, sibling in row["proof"]], root)


def _signed(made: day_root.DayRoot, public: bytes) -> bool:
    try:
        check_signature(made, public)
    except LedgerBroken:
        return False
    return True
