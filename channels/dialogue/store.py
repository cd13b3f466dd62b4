"""Reading and writing conversations. Everything a person said is sealed; what is purged leaves empty columns."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from channels.dialogue import notes as notebook
from channels.dialogue import utterance as speech
from channels.dialogue.notes import Notes
from channels.dialogue.schema import conversation, enclosure, handover, message
from channels.dialogue.utterance import Enclosure, Line, Origin, Reply, Utterance
from tracking.store.intake import attach
from tracking.store.seal import Sealer, digest

_C, _M, _E = conversation.c, message.c, enclosure.c
PEER, BODY, NOTES = "peer", "message", "notes"
MOST_ATTEMPTS = 8


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One citizen at one messenger. ``number`` is the petition in hand, ``turn`` the message being answered."""

    id: str
    channel: str
    language: str
    number: str | None
    notes: Notes
    notice_at: datetime | None
    turn: int | None


def peer_key(sealer: Sealer, channel: str, peer: str) -> bytes:
    """By which a citizen's conversation is found again."""
    return sealer.key(f"{channel}\0{peer}", PEER)


def begin(connection: Connection, sealer: Sealer, *, channel: str, peer: str, language: str, at: datetime) -> str:
    """The conversation with ``peer``, made when it is new; its id."""
    fresh = {"peer": sealer.seal(peer, PEER), "language": language, "last_at": at}
    statement = upsert(conversation).values(
        id=secrets.token_hex(16), channel=channel, peer_key=peer_key(sealer, channel, peer), started_at=at, **fresh
    )
    again = statement.on_conflict_do_update(index_elements=["channel", "peer_key"], set_=fresh)
    return str(connection.execute(again.returning(_C.id)).scalar_one())


def known(connection: Connection, sealer: Sealer, *, channel: str, peer: str) -> str | None:
    """The id of the conversation with ``peer``, None where there is none."""
    found = select(_C.id).where(_C.channel == channel, _C.peer_key == peer_key(sealer, channel, peer))
    return connection.execute(found).scalar()


def read(connection: Connection, sealer: Sealer, identity: str) -> Conversation:
    """Raises ``NoResultFound``."""
    row = connection.execute(select(conversation).where(_C.id == identity)).one()
    notes = notebook.notes_of(sealer.open(row.notes, NOTES)) if row.notes else Notes()
    plain = {name: getattr(row, name) for name in ("id", "channel", "language", "number", "notice_at", "turn")}
    return Conversation(**plain, notes=notes)


def keep(connection: Connection, sealer: Sealer, identity: str, *, notes: Notes, number: str | None) -> None:
    """Write down what is known now; nothing known leaves nothing."""
    sealed = sealer.seal(notebook.packed(notes), NOTES) if notes != Notes() else None
    connection.execute(update(conversation).where(_C.id == identity).values(notes=sealed, number=number))


def set_turn(connection: Connection, identity: str, turn: int | None) -> None:
    """From now on the engine may act for this message alone, or for none."""
    connection.execute(update(conversation).where(_C.id == identity).values(turn=turn))


def turn_now(connection: Connection, identity: str) -> int | None:
    """The message being answered, held until the transaction ends."""
    found: int | None = connection.execute(select(_C.turn).where(_C.id == identity).with_for_update()).scalar_one()
    return found


def note_notice(connection: Connection, identity: str, *, at: datetime) -> None:
    """The privacy notice was shown."""
    connection.execute(update(conversation).where(_C.id == identity, _C.notice_at.is_(None)).values(notice_at=at))


def hold(connection: Connection, identity: str, *, what: str = "conversation") -> None:
    """Hold a conversation, or its ``delivery``, until the transaction ends: one at a time, over all processes."""
    connection.exec_driver_sql("SET LOCAL lock_timeout = '20s'")
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"minyi {what}"), func.hashtext(identity))))


def hear(
    connection: Connection,
    sealer: Sealer,
    identity: str,
    said: Utterance,
    *,
    channel: str,
    external_id: str | None,
    at: datetime,
) -> int | None:
    """Store what came in; its id, None when this item came before."""
    row = {"conversation": identity, "channel": channel, "external_id": external_id, "origin": Origin.CITIZEN}
    body = sealer.seal(speech.packed(said), BODY)
    statement = upsert(message).values(row | {"body": body, "at": at, "next_try_at": at, "state": "waiting"})
    return connection.execute(statement.on_conflict_do_nothing().returning(_M.id)).scalar()


def waiting(connection: Connection, identity: str) -> Sequence[int]:
    """Messages of a conversation that are not answered yet, oldest first."""
    found = select(_M.id).where(_M.conversation == identity, _M.state == "waiting").order_by(_M.id)
    return list(connection.execute(found).scalars())


def utterance(connection: Connection, sealer: Sealer, identity: int) -> Utterance:
    """What a citizen said in a message."""
    body = connection.execute(select(_M.body).where(_M.id == identity)).scalar_one()
    return speech.utterance_of(sealer.open(body, BODY))


def is_answered(connection: Connection, identity: str, message_id: int) -> bool:
    """Whether something was said to the citizen after this message."""
    found = select(_M.id).where(_M.conversation == identity, _M.id > message_id, _M.origin != Origin.CITIZEN)
    return connection.execute(found.limit(1)).first() is not None


def left_waiting(connection: Connection, *, before: datetime, most: int) -> Sequence[str]:
    """Conversations with a message that nobody answered although it came ``before``."""
    found = (
        select(_M.conversation)
        .where(_M.state == "waiting", _M.next_try_at < before)
        .group_by(_M.conversation)
        .order_by(func.min(_M.id))
        .limit(most)
    )
    return list(connection.execute(found).scalars())


def postpone(connection: Connection, identity: str, *, now: datetime) -> None:
    """Messages of a conversation could not be answered: wait longer each time, then park them."""
    wait = func.make_interval(0, 0, 0, 0, 0, 0, func.power(2.0, _M.attempts + 1))
    again = {"attempts": _M.attempts + 1, "next_try_at": literal(now) + wait}
    parked = case((_M.attempts + 1 >= MOST_ATTEMPTS, "parked"), else_="waiting")
    waiting = update(message).where(_M.conversation == identity, _M.state == "waiting")
    connection.execute(waiting.values(**again, state=parked))


def settle(connection: Connection, identity: int) -> None:
    """The message is answered."""
    connection.execute(update(message).where(_M.id == identity).values(state="handled"))


def reply(
    connection: Connection,
    sealer: Sealer,
    to: Conversation,
    replies: Sequence[Reply],
    *,
    carried: bool,
    at: datetime,
    author: str | None = None,
) -> None:
    """Say something to the citizen; ``carried`` where a carrier has to bring it, else it is shown."""
    rows = [
        {
            "conversation": to.id,
            "channel": to.channel,
            "origin": Origin.OFFICER if author else Origin.SERVICE,
            "body": sealer.seal(speech.packed(each), BODY),
            "author": author,
            "at": at,
            "next_try_at": at,
            "state": "queued" if carried else "shown",
        }
        for each in replies
    ]
    if rows:
        connection.execute(insert(message), rows)


def lines(
    connection: Connection, sealer: Sealer, identity: str, *, after: int = 0, since: datetime | None = None
) -> Sequence[Line]:
    """What was said, oldest first, as it is shown."""
    files = select(func.count()).where(_E.message == _M.id).scalar_subquery()
    found = (
        select(_M.id, _M.origin, _M.at, _M.body, files.label("files"))
        .where(_M.conversation == identity, _M.id > after, _M.body.is_not(None))
        .order_by(_M.id)
    )
    if since:
        found = found.where(_M.at > since)
    return [_line(row, sealer) for row in connection.execute(found)]


def _line(row: Any, sealer: Sealer) -> Line:
    body, origin = sealer.open(row.body, BODY), Origin(row.origin)
    if origin is Origin.CITIZEN:
        said = speech.utterance_of(body)
        buttons = [(said.press, "")] if said.press else []
        return Line(id=row.id, origin=origin, at=row.at, text=said.text, buttons=buttons, files=row.files)
    told = speech.reply_of(body)
    return Line(id=row.id, origin=origin, at=row.at, text=told.text, buttons=told.buttons)


def last(connection: Connection, identity: str) -> int:
    """The id of the latest message, 0 where there is none."""
    return connection.execute(select(func.max(_M.id)).where(_M.conversation == identity)).scalar() or 0


def enclose(connection: Connection, identity: str, to: int, files: Sequence[Enclosure]) -> None:
    """Keep files with the message they came with."""
    rows = [
        {"message": to, "digest": digest(each.body).hex(), "conversation": identity}
        | {"name": each.name, "media_type": each.media_type, "body": each.body}
        for each in files
    ]
    if rows:
        connection.execute(upsert(enclosure).on_conflict_do_nothing(), rows)


def hand_in(connection: Connection, identity: str, number: str, *, at: datetime) -> int:
    """Give the files not used yet to a petition; how many."""
    found = select(enclosure).where(_E.conversation == identity, _E.used.is_(None))
    rows = connection.execute(found).all()
    for row in rows:
        attach(
            connection.engine,
            number,
            digest=row.digest,
            name=row.name,
            media_type=row.media_type,
            body=row.body,
            at=at,
        )
    connection.execute(update(enclosure).where(_E.conversation == identity, _E.used.is_(None)).values(used=number))
    return len(rows)


def waiting_files(connection: Connection, identity: str) -> int:
    """How many files wait to go with a petition."""
    found = select(func.count()).where(_E.conversation == identity, _E.used.is_(None))
    return connection.execute(found).scalar_one()


def drop_files(connection: Connection, identity: str) -> None:
    """Forget the files not used yet."""
    connection.execute(enclosure.delete().where(_E.conversation == identity, _E.used.is_(None)))


def ask_for_person(connection: Connection, identity: str, *, at: datetime) -> None:
    """Put the conversation on the operators' list; asking twice is asking once."""
    connection.execute(upsert(handover).values(conversation=identity, asked_at=at).on_conflict_do_nothing())


def with_person(connection: Connection, identity: str) -> bool:
    """Whether the conversation is a person's now, or waits for one."""
    found = select(handover.c.id).where(handover.c.conversation == identity, handover.c.ended_at.is_(None))
    return connection.execute(found).first() is not None


def end_with_person(connection: Connection, identity: str, *, by: str, at: datetime) -> bool:
    """The engine speaks again; False when it did already."""
    running = update(handover).where(handover.c.conversation == identity, handover.c.ended_at.is_(None))
    return connection.execute(running.values(ended_at=at, ended_by=by)).rowcount == 1
