"""Deliveries: one row a message. A state is left only for a later one (``notify.state``).

A message that is handed over again is queued by decision: because the carrier said it did not take it, because its
list does not have it, or by a person; never because an answer was missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Text, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from channels.telephony import Delivery, Report
from notify.schema import delivery
from notify.state import RANK, before
from tracking.store import direct, schema

_D = delivery.c
_LARGEST = 2**62


def _further(state: str) -> direct.Statement:
    """To a state from those before it, once for every message: built anew it would cost more than it does."""
    values = {
        "state": state,
        "error": bindparam("why"),
        "sent_at": bindparam("since"),
        "next_try_at": bindparam("again"),
        "reference": func.coalesce(bindparam("carriers", type_=Text), _D.reference),
    }
    there = update(delivery).where(_D.id == bindparam("key"), _D.state.in_(before(state)))
    return direct.made(there.values(values).returning(_D.id), "key", "why", "since", "again", "carriers")


_FURTHER = {state: _further(state) for state in RANK if before(state)}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A message to hand over, or to ask the carrier about; address and body are sealed."""

    id: int
    number: str
    seq: int
    recipient: str
    template: str
    created_at: datetime
    address: bytes
    body: bytes
    attempts: int
    sent_at: datetime

    @property
    def key(self) -> str:
        """Names this attempt in a carrier's reports."""
        return f"{self.id}-{self.attempts}"


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """What a message to the petitioner needs; ``phone`` and ``email`` are sealed, ``phone_key`` is a keyed hash."""

    phone: bytes | None
    email: bytes | None
    phone_key: bytes | None
    unit: str | None
    channel: str
    district: str | None


def addressee(connection: Connection, number: str) -> Addressee:
    petition = schema.petition.c
    columns = [petition[name] for name in Addressee.__dataclass_fields__]
    return Addressee(**connection.execute(select(*columns).where(petition.number == number)).mappings().one())


def queue(connection: Connection, message: dict[str, Any]) -> None:
    """Add a message once: the same event, template and recipient never make two."""
    connection.execute(insert(delivery).values(message).on_conflict_do_nothing())


def queue_all(connection: Connection, messages: Sequence[dict[str, Any]]) -> None:
    """Add many at once, each once."""
    if messages:
        connection.execute(insert(delivery).on_conflict_do_nothing(), messages)


def claim(connection: Connection, *, channel: str, now: datetime, size: int) -> Sequence[Waiting]:
    """Take queued messages of a channel that are due; they are ``sending`` from now on, whatever happens to us."""
    due = _D.channel == channel, _D.state == "queued", or_(_D.next_try_at.is_(None), _D.next_try_at <= now)
    chosen = select(_D.id).where(*due).order_by(_D.id).limit(size).with_for_update(skip_locked=True)
    taken = update(delivery).where(_D.id.in_(chosen)).values(state="sending", sent_at=now, attempts=_D.attempts + 1)
    return _waiting(connection, taken)


def doubtful(connection: Connection, *, channel: str, now: datetime, size: int, again: timedelta) -> Sequence[Waiting]:
    """Messages of unknown fate that the carrier is to be asked about; for ``again`` nobody else asks."""
    due = _D.channel == channel, _D.state == "unknown", _D.next_try_at <= now
    chosen = select(_D.id).where(*due).order_by(_D.id).limit(size).with_for_update(skip_locked=True)
    return _waiting(connection, update(delivery).where(_D.id.in_(chosen)).values(next_try_at=now + again))


def _waiting(connection: Connection, taken: Any) -> Sequence[Waiting]:
    columns = [_D[name] for name in Waiting.__dataclass_fields__]
    rows = connection.execute(taken.returning(*columns)).mappings()
    return sorted((Waiting(**row) for row in rows), key=lambda each: each.id)


def advance(
    connection: Connection,
    identity: int,
    *,
    state: str,
    at: datetime,
    reference: str | None = None,
    error: str | None = None,
    next_try_at: datetime | None = None,
) -> bool:
    """Note what became of a message, if it is further than what is known; whether it was."""
    given = {"key": identity, "why": error, "since": at, "again": next_try_at, "carriers": reference or None}
    return len(direct.rows(connection, _FURTHER[state], **given)) == 1


def report(connection: Connection, said: Report, *, at: datetime) -> bool:
    """A carrier's word. Of an attempt that was given up only its arrival counts."""
    identity, attempt = _key(said.key)
    current = select(_D.attempts).where(_D.id == identity)
    if said.state is not Delivery.DELIVERED and connection.execute(current).scalar() != attempt:
        return False
    return advance(connection, identity, state=said.state, at=at, reference=said.reference, error=said.error)


def requeue(connection: Connection, identity: int, *, at: datetime, error: str) -> None:
    """It certainly did not leave: it is handed over again, not before ``at``."""
    again = update(delivery).where(_D.id == identity, _D.state.in_(["sending", "unknown"]))
    connection.execute(again.values(state="queued", next_try_at=at, error=error))


def postpone(connection: Connection, identity: int, *, at: datetime) -> None:
    """It is not its hour: it was not tried, and is not before ``at``."""
    later = update(delivery).where(_D.id == identity, _D.state == "sending")
    connection.execute(later.values(state="queued", next_try_at=at, attempts=_D.attempts - 1))


def give_up_on(connection: Connection, *, before: datetime) -> int:
    """Messages that were being sent when a process died: nobody knows whether they left."""
    lost = update(delivery).where(_D.state == "sending", _D.sent_at < before)
    return connection.execute(lost.values(state="unknown", next_try_at=_D.sent_at)).rowcount


def resend(connection: Connection, identity: int) -> bool:
    """Queue a failed or unknown message again, by a person's decision."""
    again = update(delivery).where(_D.id == identity, _D.state.in_(["failed", "unknown"]))
    return connection.execute(again.values(state="queued", error=None, next_try_at=None)).rowcount == 1


def acknowledged(connection: Connection, number: str, *, since: datetime) -> int:
    """How many receipts went by mail to the address that this petition came from."""
    theirs, mine = schema.petition.alias(), schema.petition.alias()
    counted = (
        select(func.count())
        .select_from(mine)
        .join(theirs, theirs.c.email_key == mine.c.email_key)
        .join(delivery, _D.number == theirs.c.number)
        .where(mine.c.number == number, _D.channel == "mail", _D.template == "registered")
        .where(_D.created_at >= since)
    )
    found: int = connection.execute(counted).scalar_one()
    return found


def bounced(connection: Connection, number: str, seq: int, *, reason: str) -> bool:
    """The mail about this event came back; returns whether there was one that had been sent."""
    came_back = update(delivery).where(
        _D.number == number,
        _D.seq == seq,
        _D.channel == "mail",
        _D.state.in_(["sent", "delivered", "unknown"]),
    )
    return connection.execute(came_back.values(state="failed", error=reason)).rowcount > 0


def _key(text: str) -> tuple[int, int]:
    """(id, attempt); what makes no sense names nothing."""
    identity, _, attempt = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (identity, attempt)):
        return 0, 0
    return min(int(identity), _LARGEST), min(int(attempt), 1_000_000)
