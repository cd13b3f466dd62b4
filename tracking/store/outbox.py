"""Events that wait to be handled: claimed in batches, retried with back-off, parked for a person in the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select, update

from tracking.domain.verb import Verb
from tracking.store import schema

LONGEST_WAIT = timedelta(minutes=10)
MOST_ATTEMPTS = 12


@dataclass(frozen=True, kw_only=True)
class Event:
    """A verb that was carried out. ``(number, seq)`` names its ledger entry."""

    id: int
    number: str
    seq: int
    verb: Verb
    at: datetime
    attempts: int


_T = schema.outbox
_CLAIM = (
    select(_T.c.id, _T.c.number, _T.c.seq, _T.c.verb, _T.c.at, _T.c.attempts)
    .where(_T.c.next_try_at <= bindparam("now"), ~_T.c.parked)
    .order_by(_T.c.next_try_at, _T.c.id)
    .limit(bindparam("size"))
    .with_for_update(skip_locked=True)
)


def claim(connection: Connection, *, now: datetime, size: int) -> Sequence[Event]:
    """Up to ``size`` events that are due; locked until the transaction ends."""
    rows = connection.execute(_CLAIM, {"now": now, "size": size}).mappings()
    return [Event(**{**row, "verb": Verb(row["verb"])}) for row in rows]


def done(connection: Connection, events: Sequence[Event]) -> None:
    """These are handled and leave the outbox; what happened stays in the ledger."""
    if events:
        connection.execute(delete(_T).where(_T.c.id.in_([event.id for event in events])))


def postpone(connection: Connection, event: Event, *, now: datetime, error: str) -> None:
    """Handling failed: wait longer each time, then park."""
    attempts = event.attempts + 1
    wait = min(LONGEST_WAIT, timedelta(seconds=2**attempts))
    connection.execute(
        update(_T)
        .where(_T.c.id == event.id)
        .values(attempts=attempts, next_try_at=now + wait, parked=attempts >= MOST_ATTEMPTS, error=error[:500])
    )


def lag(connection: Connection) -> tuple[int, datetime | None]:
    """(events waiting, the oldest one's time), parked ones left out."""
    row = connection.execute(select(func.count(), func.min(_T.c.at)).where(~_T.c.parked)).one()
    return row[0], row[1]
