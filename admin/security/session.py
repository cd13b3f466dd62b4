"""Sessions: a row in the database, known to the browser by an opaque cookie.

The row holds only the cookie's hash, so that a copy of the table opens nothing.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update

from admin.security import schema
from admin.security.account import Account, Officer, Owed
from admin.security.sign_in import note
from tracking.domain.people import Role
from tracking.store import direct

COOKIE = "minyi_staff"
COOKIE_PATH = "/staff"
IDLE_END = timedelta(hours=1)
ABSOLUTE_END = timedelta(hours=12)
CODE_WITHIN = timedelta(minutes=5)
_SEEN_EVERY = timedelta(minutes=1)
_S, _A = schema.session.c, schema.account.c
_RUNNING = direct.made(
    select(
        *(_S.seen_at, _A.username, _A.role, _A.unit, _A.name, _S.csrf),
        *(_S.proved, _A.totp_secret.is_not(None), _A.must_change),
    )
    .join_from(schema.session, schema.account)
    .where(_S.id == bindparam("key"), _S.expires_at > bindparam("at"), _S.seen_at > bindparam("idle"), _A.active),
    *("key", "at", "idle"),
)


def begin(engine: Engine, account: Account, *, at: datetime, proved: bool = False, short: bool = False) -> str:
    """Open a session; returns what goes into the cookie. Sessions that have ended are cleared away.

    A ``short`` one waits for the second factor only; a ``proved`` one has it.
    """
    cookie = secrets.token_urlsafe(32)
    row = {
        "id": _key(cookie),
        "username": account.username,
        "csrf": secrets.token_urlsafe(24),
        "created_at": at,
        "seen_at": at,
        "expires_at": at + (CODE_WITHIN if short else ABSOLUTE_END),
        "proved": proved,
    }
    with engine.begin() as connection:
        connection.execute(delete(schema.session).where(_S.expires_at <= at))
        connection.execute(insert(schema.session).values(row))
    return cookie


def resume(engine: Engine, cookie: str, *, at: datetime, factor: bool = False) -> Officer | None:
    """Whose session it is, while neither it nor the account has ended; ``factor``: a second one is required."""
    key = _key(cookie)
    with engine.begin() as connection:
        found = direct.rows(connection, _RUNNING, key=key, at=at, idle=at - IDLE_END)
        if not found:
            return None
        seen_at, username, role, unit, name, csrf, *facts = found[0]
        if at - seen_at > _SEEN_EVERY:
            connection.execute(update(schema.session).where(_S.id == key).values(seen_at=at))
    owed = _owed(*facts, required=factor)
    return Officer(username=username, role=Role(role), unit=unit, name=name, csrf=csrf, owed=owed)


def running(connection: Connection, cookies: Collection[str], *, at: datetime) -> set[str]:
    """Those of the sessions that have not ended. Watching does not keep one alive: nothing is seen by asking."""
    keys = {_key(cookie): cookie for cookie in cookies}
    alive = (_S.id.in_(list(keys)), _S.expires_at > at, _S.seen_at > at - IDLE_END, _A.active)
    found = select(_S.id).join_from(schema.session, schema.account).where(*alive)
    return {keys[key] for key in connection.execute(found).scalars()}


def owner(engine: Engine, cookie: str) -> str | None:
    """Whose session it was, also one that has ended and is not yet cleared away."""
    with engine.connect() as connection:
        return connection.execute(select(_S.username).where(_S.id == _key(cookie))).scalar_one_or_none()


def end(engine: Engine, cookie: str, *, at: datetime, noted: bool = True) -> None:
    """Sign out; a session that is not there is no error."""
    with engine.begin() as connection:
        gone = connection.execute(
            delete(schema.session).where(_S.id == _key(cookie)).returning(_S.username)
        ).scalar_one_or_none()
        if gone is not None and noted:
            note(connection, gone, "signed_out", at=at)


def prove(connection: Connection, cookie: str) -> None:
    """Note that this session gave a second factor: the one in which it was set up."""
    connection.execute(update(schema.session).where(_S.id == _key(cookie)).values(proved=True))


def end_all(connection: Connection, username: str, *, but: str | None = None) -> int:
    """End the sessions of an account, except the one with the cookie ``but``; returns how many there were."""
    others = delete(schema.session).where(_S.username == username)
    others = others if but is None else others.where(_S.id != _key(but))
    return connection.execute(others).rowcount


def _owed(proved: bool, enrolled: bool, must_change: bool, *, required: bool) -> Owed | None:
    if enrolled and not proved:
        return Owed.CODE
    if must_change:
        return Owed.PASSWORD
    return Owed.FACTOR if required and not enrolled else None


def _key(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()
