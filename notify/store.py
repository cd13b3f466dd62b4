"""Deliveries: one row a message, whose state only moves forward.

``queued`` → ``sending`` → ``sent`` · ``kept`` (demo gateway) · ``failed`` · ``unknown`` (a crash between handing
over and noting it: never sent again blindly).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from notify.schema import delivery
from tracking.store import schema


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A message to hand over; address and body are sealed."""

    id: int
    number: str
    seq: int
    template: str
    created_at: datetime
    address: bytes
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """What a message to the petitioner needs; ``phone`` and ``email`` are sealed."""

    phone: bytes | None
    email: bytes | None
    unit: str | None


def addressee(connection: Connection, number: str) -> Addressee:
    petition = schema.petition.c
    wanted = select(petition.phone, petition.email, petition.unit)
    row = connection.execute(wanted.where(petition.number == number)).one()
    return Addressee(phone=row.phone, email=row.email, unit=row.unit)


def queue(connection: Connection, message: dict[str, Any]) -> None:
    """Add a message once: the same event, template and recipient never make two."""
    connection.execute(insert(delivery).values(message).on_conflict_do_nothing())


def claim(
    connection: Connection, *, channel: str, now: datetime, size: int, rest: timedelta = timedelta()
) -> Sequence[Waiting]:
    """Take queued messages of a channel; they are ``sending`` from now on, whatever happens to us.

    A message that was tried before has to ``rest`` before it is tried again.
    """
    chosen = (
        select(delivery.c.id)
        .where(delivery.c.state == "queued", delivery.c.channel == channel)
        .where(delivery.c.sent_at.is_(None) | (delivery.c.sent_at <= now - rest))
        .order_by(delivery.c.id)
        .limit(size)
        .with_for_update(skip_locked=True)
    )
    taken = update(delivery).where(delivery.c.id.in_(chosen)).values(state="sending", sent_at=now)
    rows = connection.execute(taken.returning(*(delivery.c[name] for name in Waiting.__dataclass_fields__)))
    return sorted((Waiting(**row) for row in rows.mappings()), key=lambda each: each.id)


def settle(
    connection: Connection,
    identity: int,
    *,
    state: str,
    at: datetime,
    reference: str | None = None,
    error: str | None = None,
) -> None:
    """Note what became of a message that was being sent."""
    connection.execute(
        update(delivery)
        .where(delivery.c.id == identity, delivery.c.state == "sending")
        .values(state=state, reference=reference, error=error, sent_at=at)
    )


def give_up_on(connection: Connection, *, before: datetime) -> int:
    """Messages that were being sent when a process died: nobody knows whether they left."""
    lost = update(delivery).where(delivery.c.state == "sending", delivery.c.sent_at < before)
    return connection.execute(lost.values(state="unknown")).rowcount


def resend(connection: Connection, identity: int) -> bool:
    """Queue a failed or unknown message again, by a person's decision."""
    again = update(delivery).where(delivery.c.id == identity, delivery.c.state.in_(["failed", "unknown"]))
    return connection.execute(again.values(state="queued", error=None)).rowcount == 1


def acknowledged(connection: Connection, number: str, *, since: datetime) -> int:
    """How many receipts went by mail to the address that this petition came from."""
    theirs, mine = schema.petition.alias(), schema.petition.alias()
    counted = (
        select(func.count())
        .select_from(mine)
        .join(theirs, theirs.c.email_key == mine.c.email_key)
        .join(delivery, delivery.c.number == theirs.c.number)
        .where(mine.c.number == number, delivery.c.channel == "mail", delivery.c.template == "registered")
        .where(delivery.c.created_at >= since)
    )
    return connection.execute(counted).scalar_one()


def bounced(connection: Connection, number: str, seq: int, *, reason: str) -> bool:
    """The mail about this event came back; returns whether there was one that had been sent."""
    came_back = update(delivery).where(
        delivery.c.number == number,
        delivery.c.seq == seq,
        delivery.c.channel == "mail",
        delivery.c.state.in_(["sent", "delivered", "unknown"]),
    )
    return connection.execute(came_back.values(state="failed", error=reason)).rowcount > 0
