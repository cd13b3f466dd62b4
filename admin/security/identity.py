"""Reading who a petitioner is: masked everywhere, opened only with a reason, and every opening is logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from admin.security import schema
from admin.security.account import Officer
from tracking.domain.error import Forbidden
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity
from tracking.store.seal import Sealer

READERS = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.HANDLER, Role.CALLER})


@dataclass(frozen=True, kw_only=True)
class Person:
    """Name, phone number and address of a petitioner, masked or open."""

    name: str
    phone: str
    email: str = ""


def may_read(officer: Officer, identity: Identity) -> bool:
    """A unit never learns who a petitioner is that asked to stay unknown."""
    hidden = identity is not Identity.NAMED and officer.role is Role.HANDLER
    return officer.role in READERS and not hidden


def opened(name: bytes | None, phone: bytes | None, email: bytes | None, *, sealer: Sealer) -> Person:
    """The sealed columns in the clear; a column that was never filled is empty."""
    return Person(
        name=sealer.open(name, "name") if name else "",
        phone=sealer.open(phone, "phone") if phone else "",
        email=sealer.open(email, "email") if email else "",
    )


def masked(person: Person) -> Person:
    """The family name, the last two digits, the mail provider: as a person on the phone would recognise them."""
    user, at, provider = person.email.partition("@")
    return Person(
        name=_starred(person.name, 1, 0),
        phone=_starred(person.phone, 3, 2),
        email=f"{_starred(user, 1, 0)}{at}{provider}",
    )


def note(connection: Connection, officer: Officer, number: str, *, reason: str, at: datetime) -> None:
    """Log a reading, in the transaction in which the identity is read."""
    row = {"reader": officer.username, "number": number, "reason": reason, "at": at}
    connection.execute(insert(schema.identity_read).values(row))


def note_all(connection: Connection, officer: Officer, numbers: Sequence[str], *, reason: str, at: datetime) -> None:
    """The same for several petitions at once; none is no error."""
    rows = [{"reader": officer.username, "number": number, "reason": reason, "at": at} for number in numbers]
    if rows:
        connection.execute(insert(schema.identity_read), rows)


def check(officer: Officer, identity: Identity, number: str) -> None:
    """Raises ``Forbidden`` for eyes that may not read who it is."""
    if not may_read(officer, identity):
        raise Forbidden("the petitioner's identity is not shown to this desk", number=number)


def _starred(text: str, first: int, last: int) -> str:
    """All but the first and last few characters as stars; short texts lose all but the first."""
    if len(text) <= first + last:
        return text[:1] + "*" * (len(text) - 1)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
