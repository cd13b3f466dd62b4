"""Bringing replies to citizens, in order, each until it has arrived or can never.

A reply whose fate is unknown is sent again: twice the same line in a chat does less harm than a lost query code.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from channels.dialogue import store
from channels.dialogue.carrier import Carrier, NotCarried
from channels.dialogue.schema import conversation, message
from channels.dialogue.utterance import Reply, reply_of
from tracking.service.core import Core

MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(minutes=10)
LEFT = timedelta(seconds=5)
_M, _C = message.c, conversation.c
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A reply on its way."""

    id: int
    peer: str
    reply: Reply
    attempts: int


def deliver(core: Core, carrier: Carrier, identity: str) -> int:
    """Bring what waits in a conversation; how many replies arrived. It stops at the first that does not."""
    with core.engine.begin() as held:
        store.hold(held, identity, what="delivery")
        arrived = 0
        while waiting := _next(held, core, identity):
            if not _carry(core, carrier, waiting):
                break
            arrived += 1
    return arrived


def left(connection: Connection, *, channel: str, now: datetime, most: int) -> Sequence[str]:
    """Conversations whose oldest undelivered reply is due."""
    oldest = (
        select(_M.conversation, func.min(_M.id).label("id"))
        .where(_M.state == "queued", _M.channel == channel)
        .group_by(_M.conversation)
        .subquery()
    )
    due = select(_M.conversation).join(oldest, oldest.c.id == _M.id).where(_M.next_try_at <= now - LEFT)
    return list(connection.execute(due.order_by(_M.id).limit(most)).scalars())


def _next(connection: Connection, core: Core, identity: str) -> Waiting | None:
    """The oldest reply that waits, if it is due."""
    found = (
        select(_M.id, _M.body, _M.attempts, _M.next_try_at, _C.peer)
        .join(conversation, _C.id == _M.conversation)
        .where(_M.conversation == identity, _M.state == "queued", _C.peer.is_not(None))
        .order_by(_M.id)
        .limit(1)
    )
    row = connection.execute(found).first()
    if row is None or row.next_try_at > core.now():
        return None
    peer, body = core.sealer.open(row.peer, store.PEER), core.sealer.open(row.body, store.BODY)
    return Waiting(id=row.id, peer=peer, reply=reply_of(body), attempts=row.attempts)


def _carry(core: Core, carrier: Carrier, waiting: Waiting) -> bool:
    try:
        carrier.carry(waiting.peer, waiting.reply)
    except NotCarried as error:
        _log.warning("a reply was not delivered: %s", error)
        _settle(core, waiting, **_after(core.now(), waiting, error))
        return error.permanent
    _settle(core, waiting, state="sent")
    return True


def _after(now: datetime, waiting: Waiting, error: NotCarried) -> dict[str, object]:
    attempts = waiting.attempts + 1
    gone = error.permanent or attempts >= MOST_ATTEMPTS
    wait = max(min(timedelta(seconds=2**attempts), LONGEST_WAIT), timedelta(seconds=error.retry_after))
    state = "failed" if gone else "queued"
    return {"state": state, "attempts": attempts, "next_try_at": now + wait, "error": str(error)[:200]}


def _settle(core: Core, waiting: Waiting, **values: object) -> None:
    with core.engine.begin() as connection:
        connection.execute(update(message).where(_M.id == waiting.id).values(**values))
