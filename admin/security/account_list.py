"""Accounts as they are listed and looked up, each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from admin.security import schema, session
from tracking.domain.error import NotFound
from tracking.domain.people import Role

_T, _C, _S = schema.account, schema.account_change, schema.session
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the list."""

    username: str
    role: Role
    unit: str | None
    name: str
    active: bool
    locked_until: datetime | None
    must_change: bool
    factor: bool
    sessions: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of an account's record."""

    act: str
    by: str
    at: datetime
    note: str


def page(
    connection: Connection, *, words: str = "", state: str = "", after: str = "", at: datetime, size: int = PAGE
) -> Sequence[Entry]:
    """Accounts in the order of their names, one more than ``size`` where there are more."""
    wanted = _entries(at).where(_T.c.username > after).order_by(_T.c.username).limit(size + 1)
    if words:
        wanted = wanted.where(or_(*(column.icontains(words, autoescape=True) for column in _SEARCHED)))
    if state == "closed":
        wanted = wanted.where(~_T.c.active)
    elif state == "locked":
        wanted = wanted.where(_T.c.locked_until > at)
    elif state:
        wanted = wanted.where(_T.c.role == state)
    return [_entry(row) for row in connection.execute(wanted).mappings()]


def one(connection: Connection, username: str, *, at: datetime) -> Entry:
    """Raises ``NotFound``."""
    row = connection.execute(_entries(at).where(_T.c.username == username)).mappings().first()
    if row is None:
        raise NotFound("no such account")
    return _entry(row)


def record(connection: Connection, username: str) -> Sequence[Change]:
    """Everything that was done with an account, the newest first."""
    columns = [_C.c[name] for name in Change.__dataclass_fields__]
    rows = select(*columns).where(_C.c.username == username).order_by(_C.c.id.desc()).limit(200)
    return [Change(**row) for row in connection.execute(rows).mappings()]


_SEARCHED = (_T.c.username, _T.c.name, _T.c.unit)


def _entries(at: datetime) -> Any:
    alive = _S.c.username == _T.c.username, _S.c.expires_at > at, _S.c.seen_at > at - session.IDLE_END
    sessions = select(func.count()).select_from(_S).where(*alive).correlate(_T).scalar_subquery()
    plain = [_T.c[name] for name in Entry.__dataclass_fields__ if name in _T.c]
    return select(*plain, _T.c.totp_secret.is_not(None).label("factor"), sessions.label("sessions"))


def _entry(row: Any) -> Entry:
    return Entry(**{**row, "role": Role(row["role"])})
