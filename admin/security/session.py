"""Sessions: a row in the database, known to the browser by an opaque cookie.

The row holds only the cookie's hash, so that a copy of the table opens nothing.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine, and_, delete, insert, select, update

from admin.security import schema
from admin.security.account import Account, Officer
from admin.security.sign_in import note
from tracking.domain.people import Role

COOKIE = "minyi_staff"
COOKIE_PATH = "/staff"
IDLE_END = timedelta(hours=1)
ABSOLUTE_END = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_S, _A = schema.session.c, schema.account.c


def begin(engine: Engine, account: Account, *, at: datetime) -> str:
    """Open a session; returns what goes into the cookie. Sessions that have ended are cleared away."""
    cookie = secrets.token_urlsafe(32)
    row = {
        "id": _key(cookie),
        "username": account.username,
        "csrf": secrets.token_urlsafe(24),
        "created_at": at,
        "seen_at": at,
        "expires_at": at + ABSOLUTE_END,
    }
    with engine.begin() as connection:
        connection.execute(delete(schema.session).where(_S.expires_at <= at))
        connection.execute(insert(schema.session).values(row))
    return cookie


def resume(engine: Engine, cookie: str, *, at: datetime) -> Officer | None:
    """Whose session it is, while neither it nor the account has ended."""
    running = and_(_S.id == _key(cookie), _S.expires_at > at, _S.seen_at > at - IDLE_END, _A.active)
    found = select(_S.seen_at, _S.csrf, _A.username, _A.role, _A.unit, _A.name).join_from(
        schema.session, schema.account
    )
    with engine.begin() as connection:
        row = connection.execute(found.where(running)).one_or_none()
        if row is None:
            return None
        if at - row.seen_at > _SEEN_EVERY:
            connection.execute(update(schema.session).where(_S.id == _key(cookie)).values(seen_at=at))
    return Officer(username=row.username, role=Role(row.role), unit=row.unit, name=row.name, csrf=row.csrf)


def end(engine: Engine, cookie: str, *, at: datetime) -> None:
    """Sign out; a session that is not there is no error."""
    with engine.begin() as connection:
        gone = connection.execute(
            delete(schema.session).where(_S.id == _key(cookie)).returning(_S.username)
        ).scalar_one_or_none()
        if gone is not None:
            note(connection, gone, "signed_out", at=at)


def _key(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()
