"""Which conversations have been silent for too long, and leaving nothing of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from channels.dialogue.schema import conversation, enclosure, handover, message

_C, _H = conversation.c, handover.c
_WITH_PERSON = select(_H.id).where(_H.conversation == _C.id, _H.ended_at.is_(None)).exists()


def unattended(connection: Connection, *, before: datetime, most: int) -> Sequence[str]:
    """Conversations that have waited for a person since ``before``."""
    found = select(_H.conversation).where(_H.ended_at.is_(None), _H.taken_at.is_(None), _H.asked_at < before)
    return list(connection.execute(found.order_by(_H.id).limit(most)).scalars())


def unattended_since(connection: Connection, identity: str) -> datetime | None:
    """Since when a conversation waits for a person; None when one has come, or none is wanted."""
    found = select(_H.asked_at).where(_H.conversation == identity, _H.ended_at.is_(None), _H.taken_at.is_(None))
    return connection.execute(found).scalar()


def abandoned(connection: Connection, *, before: datetime, most: int) -> Sequence[str]:
    """Conversations with a person in which the citizen has been silent since ``before``."""
    silent = select(_H.conversation).join(conversation, _C.id == _H.conversation)
    found = silent.where(_H.ended_at.is_(None), _H.taken_at.is_not(None), _C.last_at < before)
    return list(connection.execute(found.order_by(_H.id).limit(most)).scalars())


def unconfirmed(connection: Connection, *, before: datetime, most: int) -> Sequence[str]:
    """Conversations with something told and not filed, silent since ``before``."""
    found = select(_C.id).where(_C.notes.is_not(None), _C.last_at < before, ~_WITH_PERSON)
    return list(connection.execute(found.order_by(_C.last_at).limit(most)).scalars())


def over(connection: Connection, *, before: datetime, most: int) -> Sequence[str]:
    """Conversations that are over: silent since ``before``, nothing open in them."""
    found = select(_C.id).where(_C.peer.is_not(None), _C.notes.is_(None), _C.last_at < before, ~_WITH_PERSON)
    return list(connection.execute(found.order_by(_C.last_at).limit(most)).scalars())


def purge(connection: Connection, identity: str) -> None:
    """Empty every column that holds something of a person. That a dialogue was held, when, and that the notice was
    shown stays.
    """
    connection.execute(delete(enclosure).where(enclosure.c.conversation == identity))
    connection.execute(delete(message).where(message.c.conversation == identity))
    connection.execute(update(conversation).where(_C.id == identity).values(peer=None, notes=None, turn=None))


def remove_old(connection: Connection, *, before: datetime) -> None:
    """Remove what is left of conversations that were forgotten long ago."""
    connection.execute(delete(conversation).where(_C.peer.is_(None), _C.last_at < before))
