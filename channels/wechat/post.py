"""The messages in the database, each at one state at a time.

``received`` → ``thinking`` → ``owed`` (there is something to say) or ``quiet`` · ``owed`` → ``answered`` (in the answer
to the platform's own request) or ``sending`` → ``sent`` · ``failed`` · ``unknown`` (nobody knows whether it arrived, so
it is not said again). Whoever dies while thinking is followed by the next.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from channels.wechat.port import Kind, Message
from channels.wechat.schema import wechat_message
from tracking.store.seal import Sealer

KEPT, RECENT, LEASE = timedelta(days=30), timedelta(minutes=30), timedelta(seconds=60)
MOST_ATTEMPTS = 6
_M = wechat_message.c


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Something to say to a citizen."""

    id: str
    message: Message
    reply: str


def keep(connection: Connection, sealer: Sealer, message: Message, *, at: datetime, grace: timedelta) -> bool:
    """Keep a message; False where it came before. Nobody but the receiver looks at it for ``grace``."""
    row = {
        "id": message.id,
        "conversation": sealer.key(message.sender, "wechat"),
        "message": sealer.seal(json.dumps(asdict(message)), "wechat"),
        "kind": message.kind,
        "received_at": at,
        "next_try_at": at + grace,
        "state": "received",
    }
    made = insert(wechat_message).values(row).on_conflict_do_nothing().returning(_M.id)
    return connection.execute(made).scalar() is not None


def think(connection: Connection, identity: str, *, at: datetime) -> bool:
    """Take a message to think about; False where someone else does or did."""
    free = or_(_M.state == "received", and_(_M.state == "thinking", _M.until <= at))
    mine = update(wechat_message).where(_M.id == identity, free)
    changed = {"state": "thinking", "until": at + LEASE, "attempts": _M.attempts + 1}
    return connection.execute(mine.values(changed)).rowcount == 1


def thought(
    connection: Connection, sealer: Sealer, identity: str, *, reply: str, number: str | None, due: datetime
) -> None:
    """What came of it; what is owed is sent from ``due`` on, unless the receiver says it first."""
    values: dict[str, Any] = {"state": "quiet", "number": number, "next_try_at": due, "attempts": 0, "error": None}
    values |= {"state": "owed", "reply": sealer.seal(reply, "wechat")} if reply else {}
    connection.execute(update(wechat_message).where(_M.id == identity, _M.state == "thinking").values(values))


def stumbled(connection: Connection, identity: str, *, at: datetime, error: str) -> None:
    """Thinking or sending failed and may be tried again, later each time and not for ever."""
    again = update(wechat_message).where(_M.id == identity).returning(_M.attempts, _M.state)
    row = connection.execute(again.values(error=error[:200])).one()
    back = "received" if row.state == "thinking" else "owed"
    state = back if row.attempts < MOST_ATTEMPTS else "failed"
    wait = timedelta(seconds=5 * 4**row.attempts)
    connection.execute(update(wechat_message).where(_M.id == identity).values(state=state, next_try_at=at + wait))


def say(connection: Connection, sealer: Sealer, identity: str) -> str:
    """The reply, to be said in the answer to the request; empty where there is none (yet, or any more)."""
    mine = update(wechat_message).where(_M.id == identity, _M.state == "owed").values(state="answered")
    reply = connection.execute(mine.returning(_M.reply)).scalar()
    return sealer.open(reply, "wechat") if reply else ""


def unheard(connection: Connection, identity: str, *, at: datetime) -> None:
    """The platform asks again for what was answered: it is said by message, to the citizen alone, and once."""
    mine = update(wechat_message).where(_M.id == identity, _M.state == "answered", _M.attempts == 0)
    connection.execute(mine.values(state="owed", attempts=1, next_try_at=at))


def waiting(connection: Connection, sealer: Sealer, *, now: datetime, most: int) -> Sequence[Message]:
    """Messages nobody has thought about, or whose thinker died; oldest first."""
    due = or_(and_(_M.state == "received", _M.next_try_at <= now), and_(_M.state == "thinking", _M.until <= now))
    rows = connection.execute(select(_M.message).where(due).order_by(_M.received_at).limit(most)).scalars()
    return [opened(sealer, row) for row in rows]


def owed(connection: Connection, sealer: Sealer, *, now: datetime, most: int) -> Sequence[Owed]:
    """Take what is to be said by message; a sender that died leaves its own ``unknown``."""
    lost = update(wechat_message).where(_M.state == "sending", _M.until <= now)
    connection.execute(lost.values(state="unknown"))
    due = select(_M.id).where(_M.state == "owed", _M.next_try_at <= now).order_by(_M.received_at).limit(most)
    taken = update(wechat_message).where(_M.id.in_(due.with_for_update(skip_locked=True)))
    changed = {"state": "sending", "until": now + LEASE, "attempts": _M.attempts + 1}
    rows = connection.execute(taken.values(changed).returning(_M.id, _M.message, _M.reply)).all()
    opened_now = [(row, opened(sealer, row.message), sealer.open(row.reply, "wechat")) for row in rows]
    return [Owed(id=row.id, message=each, reply=reply) for row, each, reply in opened_now]


def settle(connection: Connection, identity: str, *, state: str, error: str | None = None) -> None:
    """What became of something that was being sent."""
    mine = update(wechat_message).where(_M.id == identity, _M.state == "sending")
    connection.execute(mine.values(state=state, error=error))


def recent(connection: Connection, sealer: Sealer, sender: str, *, at: datetime) -> str | None:
    """The petition this citizen spoke of in the last half hour."""
    mine = select(_M.number).where(*_of(sealer, sender, at), _M.number.is_not(None))
    return connection.execute(mine.order_by(_M.received_at.desc()).limit(1)).scalar()


def loose(connection: Connection, sealer: Sealer, sender: str, *kinds: Kind, at: datetime) -> Sequence[Message]:
    """What this citizen sent in the last half hour that belongs to no petition yet, oldest first."""
    mine = select(_M.message).where(*_of(sealer, sender, at), _M.number.is_(None), _M.kind.in_(kinds))
    rows = connection.execute(mine.order_by(_M.received_at)).scalars()
    return [opened(sealer, row) for row in rows]


def bind(connection: Connection, messages: Sequence[Message], number: str, *, at: datetime) -> None:
    """These belong to a petition now; a photo or voice among them is still to be fetched."""
    ids, media = [each.id for each in messages], [each.id for each in messages if each.media]
    connection.execute(update(wechat_message).where(_M.id.in_(ids)).values(number=number))
    connection.execute(update(wechat_message).where(_M.id.in_(media)).values(media_due=at))


def clear_away(connection: Connection, *, now: datetime) -> None:
    """Messages of long ago; what they became stays."""
    connection.execute(delete(wechat_message).where(_M.received_at < now - KEPT))


def opened(sealer: Sealer, sealed: bytes) -> Message:
    """A message as it came."""
    row = json.loads(sealer.open(sealed, "wechat"))
    position = tuple(row["position"]) if row.get("position") else None
    return Message(**{**row, "kind": Kind(row["kind"]), "position": position})


def _of(sealer: Sealer, sender: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return _M.conversation == sealer.key(sender, "wechat"), _M.received_at > at - RECENT
