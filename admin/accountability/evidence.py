"""The evidence dossier: references with hashes, looked at anew whenever it is opened.

Nothing is copied, so that what the law erases is gone here too. A petition that the reader may not see is
referred to without its number.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from admin.accountability import schema, source
from admin.accountability.proposal import Proposal
from admin.accountability.sealing import proven
from admin.accountability.source import DOCUMENT, ENTRY, PERIOD, VETO
from tracking.domain.clock import city_day
from tracking.service.core import Core
from tracking.store import schema as tracking
from tracking.store.visibility import Viewer, sees_all, visible

_E, _P = schema.evidence.c, tracking.petition.c
_ORDER = (PERIOD, DOCUMENT, VETO, ENTRY)


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One reference as a reader sees it. ``hidden`` leaves name, number and hash out; ``proven``: under a signed root.

    ``holds``: it says what it said when it was proposed.
    """

    kind: str
    ref: str
    number: str | None
    hash: str
    hidden: bool
    holds: bool
    proven: bool


def keep(connection: Connection, made: Mapping[int, Proposal], petitions: Mapping[str, Sequence[str]]) -> None:
    """Store the references of new records (id → proposal)."""
    numbers = {number for each in made.values() for ref in each.refs for number in petitions.get(ref, ())}
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in source.weighty(connection, numbers):
        ref = f"{entry.number}#{entry.seq}"
        row = {"kind": ENTRY, "ref": ref, "number": entry.number, "hash": entry.hash, "day": city_day(entry.at)}
        entries.setdefault(entry.number, []).append(row)
    plain = {identity: _named(each, petitions) for identity, each in made.items()}
    hashes = source.hashes(connection, {(row["kind"], row["ref"]) for rows in plain.values() for row in rows})
    rows = [
        {"record": identity, "day": None, **row, "hash": hashes[row["kind"], row["ref"]]}
        for identity, known in plain.items()
        for row in known
    ] + [
        {"record": identity, **row}
        for identity, each in made.items()
        for number in {number for ref in each.refs for number in petitions.get(ref, ())}
        for row in entries.get(number, ())
    ]
    if rows:
        connection.execute(insert(schema.evidence).on_conflict_do_nothing(), rows)


def reviewed(core: Core, connection: Connection, identity: int, viewer: Viewer) -> Sequence[Exhibit]:
    """The dossier of a record, checked now; at most seven statements however long it is."""
    rows = connection.execute(select(schema.evidence).where(_E.record == identity)).mappings().all()
    now = source.hashes(connection, {(row["kind"], row["ref"]) for row in rows})
    open_to = _visible(connection, {row["number"] for row in rows if row["number"]}, viewer)
    sure = proven(core, connection, rows)
    shown = [_exhibit(row, now, open_to, sure) for row in rows]
    return sorted(shown, key=lambda each: (_ORDER.index(each.kind), each.hidden, each.ref))


def _exhibit(
    row: Mapping[Any, Any], now: Mapping[source.Key, bytes], open_to: Collection[str], sure: Collection[str]
) -> Exhibit:
    hidden = row["number"] is not None and row["number"] not in open_to
    return Exhibit(
        kind=row["kind"],
        ref="" if hidden else row["ref"],
        number=None if hidden else row["number"],
        hash="" if hidden else row["hash"].hex(),
        hidden=hidden,
        holds=now.get((row["kind"], row["ref"])) == row["hash"],
        proven=row["ref"] in sure,
    )


def _visible(connection: Connection, numbers: Collection[str], viewer: Viewer) -> Collection[str]:
    if not numbers or sees_all(viewer):
        return numbers
    return set(connection.execute(select(_P.number).where(_P.number.in_(numbers), visible(viewer))).scalars())


def _named(each: Proposal, petitions: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [{"kind": PERIOD, "ref": name, "number": None} for name in each.months] + list(_by_ref(each.refs, petitions))


def _by_ref(refs: Iterable[str], petitions: Mapping[str, Sequence[str]]) -> Iterable[dict[str, Any]]:
    for ref in refs:
        kind, _, row = ref.partition(":")
        if kind in (VETO, DOCUMENT):
            yield {"kind": kind, "ref": row, "number": next(iter(petitions.get(ref, ())), None)}
        elif "@" in ref:
            yield {"kind": PERIOD, "ref": ref.partition("@")[2], "number": None}
