"""What a reference points at, as it stands now: its hash, so that a change shows."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, tuple_

from admin.supervision.schema import document
from tracking.domain.ledger import Entry, entry_hash
from tracking.domain.people import Role
from tracking.domain.verb import Verb
from tracking.service.period_close import body_hash
from tracking.store import frozen
from tracking.store.schema import ledger, veto

PERIOD, VETO, DOCUMENT, ENTRY = "period", "veto", "document", "entry"
WEIGHTY = (
    *(Verb.DISPATCH, Verb.ARBITRATE, Verb.REPORT_BACK, Verb.SEND_BACK, Verb.REWORK),
    *(Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD, Verb.CANCEL_CARD),
)
_VETO = ("id", "unit", "cause", "at", "number", "reason", "found_by", "found_at", "cancelled_at", "cancel_reason")
_DOCUMENT = ("id", "word", "year", "serial", "step", "unit", "post", "number", "reason", "issued_at", "cancelled_at")
Key = tuple[str, str]


def hashes(connection: Connection, wanted: Collection[Key]) -> Mapping[Key, bytes]:
    """(kind, ref) → hash of what is there now; at most four statements. What is gone is not in it."""
    of_kind = {kind: [ref for each, ref in wanted if each == kind] for kind in (PERIOD, VETO, DOCUMENT, ENTRY)}
    return {
        **_periods(connection, of_kind[PERIOD]),
        **_rows(connection, VETO, of_kind[VETO]),
        **_rows(connection, DOCUMENT, of_kind[DOCUMENT]),
        **_entries(connection, of_kind[ENTRY]),
    }


def weighty(connection: Connection, numbers: Collection[str]) -> Sequence[Entry]:
    """The ledger entries of petitions that bear on a unit's conduct."""
    if not numbers:
        return []
    c = ledger.c
    wanted = select(ledger).where(c.number.in_(numbers), c.verb.in_(WEIGHTY)).order_by(c.number, c.seq)
    return [_entry(row) for row in connection.execute(wanted).mappings()]


def _periods(connection: Connection, names: Sequence[str]) -> Mapping[Key, bytes]:
    closed = frozen.several(connection, names) if names else {}
    return {(PERIOD, name): body_hash(made.body) for name, made in closed.items()}


def _rows(connection: Connection, kind: str, refs: Sequence[str]) -> Mapping[Key, bytes]:
    if not refs:
        return {}
    table, names = (veto, _VETO) if kind == VETO else (document, _DOCUMENT)
    wanted = select(*(table.c[name] for name in names)).where(table.c.id.in_([int(ref) for ref in refs]))
    return {(kind, str(row["id"])): _hash(row) for row in connection.execute(wanted).mappings()}


def _entries(connection: Connection, refs: Sequence[str]) -> Mapping[Key, bytes]:
    if not refs:
        return {}
    known = [(number, int(seq)) for number, _, seq in (ref.partition("#") for ref in refs)]
    wanted = select(ledger).where(tuple_(ledger.c.number, ledger.c.seq).in_(known))
    rows = [_entry(row) for row in connection.execute(wanted).mappings()]
    return {(ENTRY, f"{each.number}#{each.seq}"): entry_hash(each) for each in rows}


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(**{**row, "verb": Verb(row["verb"]), "role": Role(row["role"])})


def _hash(row: Mapping[Any, Any]) -> bytes:
    """SHA-256 of canonical JSON; moments as ISO in UTC, as the database session gives them."""
    canonical = json.dumps(dict(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_instant)
    return hashlib.sha256(canonical.encode()).digest()


def _instant(value: Any) -> str:
    return str(value.timestamp())
