"""Keeping accounts: added, placed, closed, opened, unlocked, reset; every change has a line in a growing record.

An administrator never changes the own place, and the last active administrator stays.
"""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from admin.security import account as accounts
from admin.security import factor, schema, session
from admin.security.account import Account
from admin.security.password import fits, hashed
from tracking.domain.error import Forbidden, InvalidValue, KeyReused, NotFound
from tracking.domain.people import Role

_T, _C = schema.account, schema.account_change
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
NAME_LENGTH = 40


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who keeps the accounts, and when."""

    by: str
    at: datetime


def note(connection: Connection, username: str, act: str, hand: Hand, *, what: str = "") -> None:
    """A line in the record."""
    row = {"username": username, "act": act, "by": hand.by, "at": hand.at, "note": what}
    connection.execute(insert(_C).values(row))


def add(connection: Connection, account: Account, hand: Hand) -> str:
    """A new account; returns its first password, which is never shown again. Raises ``InvalidValue``, ``KeyReused``."""
    if not USERNAME.fullmatch(account.username):
        raise InvalidValue("not a username", field="username")
    if not 0 < len(account.name) <= NAME_LENGTH:
        raise InvalidValue("a name has 1 to 40 characters", field="name")
    _check_place(account.role, account.unit)
    password = secrets.token_urlsafe(12)
    accounts.create(connection, [replace(account, must_change=True)], password=password)
    found = accounts.find(connection, account.username)
    if found is None or not fits(password, found[1]):  # somebody else's, perhaps made this very moment
        raise KeyReused("the username is taken", field="username")
    note(connection, account.username, "added", hand, what=_place(account.role, account.unit))
    return password


def place(connection: Connection, username: str, role: Role, unit: str | None, hand: Hand) -> None:
    """Another role or unit; the sessions of before end."""
    in_office = _administrators(connection)
    old = _other(connection, username, hand)
    _check_place(role, unit)
    if (old.role, old.unit) == (role, unit):
        return
    if role is not Role.ADMINISTRATOR:
        _not_the_last(in_office, username)
    _set(connection, username, role=role, unit=unit)
    session.end_all(connection, username)
    note(connection, username, "placed", hand, what=f"{_place(old.role, old.unit)} → {_place(role, unit)}")


def close(connection: Connection, username: str, hand: Hand) -> None:
    """No more signing in; sessions end. Closing again changes nothing."""
    in_office = _administrators(connection)
    if not _other(connection, username, hand).active:
        return
    _not_the_last(in_office, username)
    _set(connection, username, active=False)
    session.end_all(connection, username)
    note(connection, username, "closed", hand)


def reopen(connection: Connection, username: str, hand: Hand) -> None:
    """May sign in again, with the password of before."""
    if _other(connection, username, hand).active:
        return
    _set(connection, username, active=True, failed_attempts=0, locked_until=None)
    note(connection, username, "opened", hand)


def unlock(connection: Connection, username: str, hand: Hand) -> None:
    """Forget failed tries."""
    _other(connection, username, hand)
    _set(connection, username, failed_attempts=0, locked_until=None)
    note(connection, username, "unlocked", hand)


def reset_password(connection: Connection, username: str, hand: Hand) -> str:
    """A new first password, shown once; sessions end."""
    _other(connection, username, hand)
    password = secrets.token_urlsafe(12)
    values = {"password_hash": hashed(password), "must_change": True, "failed_attempts": 0, "locked_until": None}
    _set(connection, username, **values)
    session.end_all(connection, username)
    note(connection, username, "password_reset", hand)
    return password


def reset_factor(connection: Connection, username: str, hand: Hand) -> None:
    """Take the second factor away, so that another can be set up; sessions end."""
    _other(connection, username, hand)
    if factor.remove(connection, username):
        session.end_all(connection, username)
        note(connection, username, "factor_reset", hand)


def end_sessions(connection: Connection, username: str, hand: Hand) -> None:
    """Wherever the account is signed in, it no longer is."""
    _other(connection, username, hand)
    count = session.end_all(connection, username)
    note(connection, username, "sessions_ended", hand, what=str(count))


def _other(connection: Connection, username: str, hand: Hand) -> Account:
    """The account, held until the transaction ends. Raises ``NotFound``, and ``Forbidden`` for one's own."""
    if username == hand.by:
        raise Forbidden("nobody keeps the own account", field="username")
    found = accounts.find(connection, username)
    if found is None:
        raise NotFound("no such account")
    return found[0]


def _administrators(connection: Connection) -> frozenset[str]:
    """Those in office, held before any other account and in one order: two cannot close each other at once."""
    in_office = _T.c.role == Role.ADMINISTRATOR, _T.c.active
    held = select(_T.c.username).where(*in_office).order_by(_T.c.username).with_for_update()
    return frozenset(connection.execute(held).scalars())


def _not_the_last(in_office: frozenset[str], username: str) -> None:
    """Raises ``Forbidden``."""
    if in_office == {username}:
        raise Forbidden("the last administrator stays", field="last")


def _check_place(role: Role, unit: str | None) -> None:
    if role in (Role.CITIZEN, Role.SYSTEM):
        raise InvalidValue("not a desk", field="role")
    if role is Role.HANDLER and unit is None:
        raise InvalidValue("a handler acts for a unit", field="unit")
    if unit is not None and role not in (Role.HANDLER, Role.LEADER):
        raise InvalidValue("this role acts for the whole city", field="unit")


def _set(connection: Connection, username: str, **values: Any) -> None:
    connection.execute(update(_T).where(_T.c.username == username).values(values))


def _place(role: Role, unit: str | None) -> str:
    return f"{role} {unit}" if unit else str(role)
