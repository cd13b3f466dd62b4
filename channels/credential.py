"""Keys given to branches and programs: shown once, kept sealed, revoked for good. A holder may have several,
so that a new one is in use before the old one goes.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from channels.schema import credential
from channels.signature import PREFIX, new_secret
from tracking.store.seal import Sealer

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_URL_SAFE = str.maketrans("+/", "-_")
_NOTED_EVERY = timedelta(minutes=1)
_C = credential.c


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key as administrators see it: never its secret."""

    id: str
    channel: str
    holder: str
    created_at: datetime
    created_by: str
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose key it is, with the secret to check it by."""

    key: str
    holder: str
    secret: str


_SHOWN = [_C[name] for name in Key.__dataclass_fields__]


def issue(connection: Connection, sealer: Sealer, *, channel: str, holder: str, by: str, at: datetime) -> Holder:
    """Make a key; its secret is in the answer and nowhere else to be read. ``holder`` is a unit or a program's name."""
    prefix = holder if holder.isascii() and holder.isalnum() else "app"
    identity = f"{prefix}-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
    secret = new_secret()
    row = {"id": identity, "channel": channel, "holder": holder, "created_at": at, "created_by": by}
    connection.execute(insert(credential).values(**row, secret=sealer.seal(secret, "credential")))
    return Holder(key=identity, holder=holder, secret=secret)


def find(connection: Connection, sealer: Sealer, *, channel: str, key: str, now: datetime) -> Holder | None:
    """The holder of a key that is in force. Its use is noted to the minute."""
    mine = select(_C.holder, _C.secret, _C.used_at).where(_C.id == key, _C.channel == channel, _C.revoked_at.is_(None))
    row = connection.execute(mine).first()
    if row is None:
        return None
    if row.used_at is None or now - row.used_at > _NOTED_EVERY:
        connection.execute(update(credential).where(_C.id == key).values(used_at=now))
    return Holder(key=key, holder=row.holder, secret=sealer.open(row.secret, "credential"))


def as_one(made: Holder) -> str:
    """Key and secret in one word, for protocols that know only one; it needs no escaping in an address."""
    return f"{made.key}.{made.secret.removeprefix(PREFIX).translate(_URL_SAFE).rstrip('=')}"


def holder_of(connection: Connection, sealer: Sealer, word: str, *, channel: str, now: datetime) -> Holder | None:
    """Whose such a word it is."""
    found = find(connection, sealer, channel=channel, key=word.partition(".")[0], now=now)
    fits = found is not None and hmac.compare_digest(as_one(found).encode(), word.encode(errors="replace"))
    return found if fits else None


def revoke(connection: Connection, key: str, *, by: str, at: datetime) -> bool:
    """Take a key out of force; False where it is not in force (any more)."""
    mine = update(credential).where(_C.id == key, _C.revoked_at.is_(None))
    return connection.execute(mine.values(revoked_at=at, revoked_by=by)).rowcount == 1


def every(connection: Connection) -> Sequence[Key]:
    """All keys, those in force first, the newest on top."""
    order = (_C.revoked_at.is_not(None), _C.channel, _C.holder, _C.created_at.desc())
    return [Key(**row) for row in connection.execute(select(*_SHOWN).order_by(*order)).mappings()]
