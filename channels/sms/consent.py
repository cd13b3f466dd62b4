"""Who wants no messages: asked for by message, undone by message."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from channels.sms.schema import message_consent
from tracking.store import direct

_C = message_consent.c
# Asked before every message: what a statement costs, thousands of messages cost (``make bench-bulletin``).
_STOPPED = direct.made(select(_C.stopped).where(_C.phone_key == bindparam("key")), "key")


def stopped(connection: Connection, phone_key: bytes) -> bool:
    """Whether nothing may be sent to this number."""
    return any(stops for (stops,) in direct.rows(connection, _STOPPED, key=phone_key))


def note(connection: Connection, phone_key: bytes, *, stop: bool, at: datetime) -> None:
    """What the holder of a number asked for last."""
    values = {"stopped": stop, "at": at}
    row = insert(message_consent).values(phone_key=phone_key, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["phone_key"], set_=values))
