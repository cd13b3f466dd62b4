"""Deliveries: one row a message, whose state only moves forward.

``queued`` → ``sending`` → ``sent`` · ``kept`` (demo gateway) · ``failed`` · ``unknown`` (a crash between handing
over and noting it: never sent again blindly).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from notify.schema import delivery
from tracking.store import schema


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A message to hand over; address and body are sealed."""

    id: int
    address: bytes
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """What a message to the petitioner needs; ``phone`` is sealed."""

    phone: bytes | None
    unit: str | None


def addressee(connection: Connection, number: str) -> Addressee:
    petition = schema.petition.c
    row = connection.execute(select(petition.phone, petition.unit).where(petition.number == number)).one()
    return Addressee(phone=row.phone, unit=row.unit)


def queue(connection: Connection, message: dict[str, Any]) -> None:
    """Add a message once: the same event, template and recipient never make two."""
    connection.execute(insert(delivery).values(message).on_conflict_do_nothing())


def claim(connection: Connection, *, now: datetime, size: int) -> Sequence[Waiting]:
    """Take queued messages; they are ``sending`` from now on, whatever happens to us."""
    chosen = (
        select(delivery.c.id)
        .where(delivery.c.state == "queued")
        .order_by(delivery.c.id)
        .limit(size)
        .with_for_update(skip_locked=True)
    )
    taken = update(delivery).where(delivery.c.id.in_(chosen)).values(state="sending", sent_at=now)
    rows = connection.execute(taken.returning(delivery.c.id, delivery.c.address, delivery.c.body))
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
