"""Proving that the ledger is whole: signed roots of its days, and checks anyone can repeat.

A day's root is signed with Ed25519 over ``day · size · root · root of the day before``. The key is derived from
the installation's secret; its public half is published with every root.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tracking.domain import merkle
from tracking.domain.clock import city_day
from tracking.domain.error import LedgerBroken, NotFound
from tracking.domain.ledger import GENESIS, verify
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store import day_root
from tracking.store.day_root import DayRoot

GRACE = timedelta(hours=1)
"""A day is signed this long after its end: by then no transaction of that day is still under way."""


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A petition's history was checked: how many entries, and which of its days have a signed root."""

    entries: int
    sealed_days: Sequence[date]


def signing_key(core: Core) -> Ed25519PrivateKey:
    """The installation's own key."""
    return Ed25519PrivateKey.from_private_bytes(core.sealer.key("signing", "ledger root"))


def public_key(core: Core) -> bytes:
    """32 bytes, for whoever checks a signature."""
    return signing_key(core).public_key().public_bytes_raw()


def seal_days(core: Core) -> int:
    """Sign a root for every day that is over and has none; returns how many were made. Safe to repeat."""
    today, made = city_day(core.now() - GRACE), 0
    with core.engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('minyi day roots'))")
        last = day_root.last(connection)
        day = last.day + timedelta(days=1) if last else day_root.first_day(connection)
        while day is not None and day < today:
            hashes = [each[2] for each in day_root.leaves(connection, day)]
            last = _signed(core, day, hashes, last.root if last else GENESIS)
            day_root.add(connection, last)
            day, made = day + timedelta(days=1), made + 1
    return made


def _signed(core: Core, day: date, hashes: Sequence[bytes], previous: bytes) -> DayRoot:
    made = DayRoot(
        day=day, size=len(hashes), root=merkle.root(hashes), previous=previous, signature=b"", made_at=core.now()
    )
    return replace(made, signature=signing_key(core).sign(message(made)))


def message(made: DayRoot) -> bytes:
    """What is signed."""
    return b"\0".join([made.day.isoformat().encode(), str(made.size).encode(), made.root, made.previous])


def check_signature(made: DayRoot, public: bytes) -> None:
    """Raises ``LedgerBroken``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(made.signature, message(made))
    except InvalidSignature as error:
        raise LedgerBroken("the signature of a day does not hold", day=made.day.isoformat()) from error


def check_petition(core: Core, number: str) -> Whole:
    """A petition's chain, its head, and its entries under the roots of their days. Raises ``LedgerBroken``."""
    with core.engine.connect() as connection:
        entries = cases.entries(connection, number)
        if not entries:
            raise NotFound("no such petition", number=number)
        verify(entries, head=cases.load(connection, number).petition.head)
        sealed = []
        for day in sorted({city_day(entry.at) for entry in entries}):
            made = day_root.of(connection, day)
            if made is not None:
                _check_under(made, day_root.leaves(connection, day), public_key(core))
                sealed.append(day)
    return Whole(entries=len(entries), sealed_days=sealed)


def _check_under(made: DayRoot, leaves: Sequence[tuple[str, int, bytes]], public: bytes) -> None:
    check_signature(made, public)
    if merkle.root([each[2] for each in leaves]) != made.root:
        raise LedgerBroken("the entries of a day are not those that were signed", day=made.day.isoformat())


def check_days(core: Core) -> Iterator[date]:
    """Every signed day in turn, and that the days form a chain. Raises ``LedgerBroken`` at the first that fails."""
    public, previous = public_key(core), GENESIS
    with core.engine.connect() as connection:
        for made in day_root.every(connection):
            if made.previous != previous:
                raise LedgerBroken("a day's root is missing or was exchanged", day=made.day.isoformat())
            _check_under(made, day_root.leaves(connection, made.day), public)
            previous = made.root
            yield made.day
