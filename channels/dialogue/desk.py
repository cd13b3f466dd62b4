"""What the operators' desk does with conversations that wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from channels.dialogue import phrase, store
from channels.dialogue.idle import register_since
from channels.dialogue.mark import veiled
from channels.dialogue.schema import conversation, handover
from channels.dialogue.service import Dialogue
from channels.dialogue.utterance import Line, Reply
from tracking.domain.error import NotFound, StaleVersion
from tracking.store.seal import Sealer

_H, _C = handover.c, conversation.c
SHOWN_AFTER_END = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Handover:
    """One conversation on the list. ``taken_by`` is the officer who speaks with the citizen."""

    id: int
    conversation: str
    channel: str
    asked_at: datetime
    taken_by: str | None
    taken_at: datetime | None
    ended_at: datetime | None
    last_at: datetime


_ROWS = select(
    *(_H.id, _H.conversation, _C.channel, _H.asked_at, _H.taken_by, _H.taken_at, _H.ended_at, _C.last_at)
).join(conversation, _C.id == _H.conversation)


def waiting(connection: Connection, *, now: datetime) -> Sequence[Handover]:
    """Those that wait first, the longest wait on top; then those that run, then what ended a while ago."""
    recent = _ROWS.where((_H.ended_at.is_(None)) | (_H.ended_at > now - SHOWN_AFTER_END))
    rows = connection.execute(recent.order_by(_H.ended_at.is_not(None), _H.taken_at.is_not(None), _H.asked_at))
    return [Handover(**row) for row in rows.mappings()]


def find(connection: Connection, identity: int) -> Handover:
    """Raises ``NotFound``."""
    row = connection.execute(_ROWS.where(_H.id == identity)).mappings().first()
    if row is None:
        raise NotFound("no such conversation")
    return Handover(**row)


def lines(connection: Connection, sealer: Sealer, found: Handover, *, after: int) -> Sequence[Line]:
    """What was said, without query codes and with telephones masked."""
    said = store.lines(connection, sealer, found.conversation, after=after)
    return [replace(line, text=veiled(line.text)) for line in said]


def take(connection: Connection, identity: int, *, by: str, at: datetime) -> None:
    """Take it, or have it already. Raises ``StaleVersion`` when somebody else was faster, or it is over."""
    free = update(handover).where(_H.id == identity, _H.ended_at.is_(None), _H.taken_by.is_(None) | (_H.taken_by == by))
    if connection.execute(free.values(taken_by=by, taken_at=at)).rowcount != 1:
        raise StaleVersion("somebody else has taken this conversation")


def speak(dialogue: Dialogue, found: Handover, text: str, *, by: str) -> None:
    """Say something to the citizen, in the messenger they came by."""
    core = dialogue.means.core
    with core.engine.begin() as connection:
        _check(connection, found, by)
        to = store.read(connection, core.sealer, found.conversation)
        carried = dialogue.means.messengers[found.channel].carried
        reply = [Reply(text=text)]
        store.reply(connection, core.sealer, to, reply, carried=carried, at=core.now(), author=by)
    dialogue.soon(lambda: dialogue.deliver(found.channel, found.conversation))


def end(dialogue: Dialogue, found: Handover, *, by: str, register: bool) -> None:
    """Give the conversation back to the engine; with ``register`` what was said meanwhile becomes a petition first."""
    core = dialogue.means.core
    with core.engine.begin() as connection:
        store.hold(connection, found.conversation)
        _check(connection, found, by)
        because = phrase.REGISTERED_BY_STAFF if register else ""
        register_since(dialogue, connection, found.conversation, found.asked_at if register else None, because)
        store.end_with_person(connection, found.conversation, by="officer", at=core.now())
    dialogue.soon(lambda: dialogue.deliver(found.channel, found.conversation))


def _check(connection: Connection, found: Handover, by: str) -> None:
    now = find(connection, found.id)
    if now.taken_by != by or now.ended_at is not None:
        raise StaleVersion("this conversation is not yours (any more)")
