"""The ledger: one entry for each verb, chained by hash within its petition.

The hash of an entry is SHA-256 over canonical JSON of its content and the hash before it. Free text is
not part of an entry: the entry holds its salted digest, so that a text can be erased by law while the
chain still proves that nothing was changed.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tracking.domain.error import LedgerBroken
from tracking.domain.people import Role
from tracking.domain.verb import Verb

GENESIS = bytes(32)
Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Who did what, when, through which door, and what it changed.

    ``facts`` is JSON: ``petition`` maps a field to its new value, ``assignments`` an index to such a map,
    ``texts`` a purpose to the digest of a text; coded reasons stand beside them.
    """

    number: str
    seq: int
    verb: Verb
    at: datetime
    actor: str
    role: Role
    unit: str | None
    channel: str
    assignment: int | None
    facts: Facts
    previous: bytes
    hash: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A free text that belongs to one entry; ``digest`` stands in the ledger."""

    seq: int
    purpose: str
    body: str
    salt: bytes

    @property
    def digest(self) -> str:
        return text_digest(self.salt, self.body)


def text_digest(salt: bytes, body: str) -> str:
    """Salted SHA-256 of a text, in hex."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def new_text(seq: int, purpose: str, body: str) -> Text:
    """A text with a fresh salt."""
    return Text(seq=seq, purpose=purpose, body=body, salt=secrets.token_bytes(16))


def entry_hash(entry: Entry) -> bytes:
    """What ``entry.hash`` must be."""
    content = [
        entry.previous.hex(),
        entry.number,
        entry.seq,
        entry.verb,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.role,
        entry.unit,
        entry.channel,
        entry.assignment,
        entry.facts,
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def verify(entries: Iterable[Entry], *, head: bytes | None = None) -> int:
    """Check a petition's whole chain, in the order given; returns its length.

    ``head`` is the hash the petition itself holds: without it, entries missing at the end are not seen.
    Raises ``LedgerBroken`` naming the first entry that was changed, removed, inserted or moved.
    """
    previous, count = GENESIS, 0
    for count, entry in enumerate(entries, start=1):
        if entry.seq != count:
            raise LedgerBroken("an entry is missing or out of place", seq=count, number=entry.number)
        if entry.previous != previous or entry_hash(entry) != entry.hash:
            raise LedgerBroken("an entry was changed", seq=count, number=entry.number)
        previous = entry.hash
    if head is not None and head != previous:
        raise LedgerBroken("the end is missing or was written anew", seq=count + 1)
    return count
