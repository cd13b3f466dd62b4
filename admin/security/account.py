"""Accounts of the staff, and the officer who sits at a desk with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from admin.security import schema
from admin.security.password import hashed
from tracking.domain.people import Actor, Role
from tracking.store.visibility import Viewer

_T = schema.account


@dataclass(frozen=True, kw_only=True)
class Account:
    """One person's account; ``unit`` is set for those who act for a unit."""

    username: str
    role: Role
    unit: str | None
    name: str
    active: bool = True
    failed_attempts: int = 0
    locked_until: datetime | None = None
    must_change: bool = False


class Owed(StrEnum):
    """What a session must do before anything else."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a step
    FACTOR = "factor"


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Someone who has signed in; ``csrf`` is the token every form of the session must carry.

    Until what is ``owed`` is given, the session opens nothing but the page where it is.
    """

    username: str
    role: Role
    unit: str | None
    name: str
    csrf: str
    owed: Owed | None = None

    @property
    def actor(self) -> Actor:
        return Actor(id=self.username, role=self.role, unit=self.unit)

    @property
    def viewer(self) -> Viewer:
        return Viewer(role=self.role, unit=self.unit)


_COLUMNS = [_T.c[name] for name in Account.__dataclass_fields__]


def find(connection: Connection, username: str) -> tuple[Account, str] | None:
    """The account and its password hash, held until the transaction ends."""
    found = select(*_COLUMNS, _T.c.password_hash).where(_T.c.username == username).with_for_update()
    row = connection.execute(found).mappings().first()
    if row is None:
        return None
    return _account({name: row[name] for name in Account.__dataclass_fields__}), row["password_hash"]


def create(connection: Connection, accounts: Sequence[Account], *, password: str) -> None:
    """Add accounts that share a first password; those that exist stay as they are."""
    if not accounts:
        return
    secret = hashed(password)
    rows = [
        {
            "username": each.username,
            "role": each.role,
            "unit": each.unit,
            "name": each.name,
            "active": each.active,
            "must_change": each.must_change,
            "password_hash": secret,
        }
        for each in accounts
    ]
    connection.execute(insert(_T).on_conflict_do_nothing(), rows)


def _account(row: dict[str, object]) -> Account:
    return Account(**{**row, "role": Role(str(row["role"]))})  # type: ignore[arg-type]
