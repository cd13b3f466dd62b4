"""What is still to be done with recordings: fetch, delete at the carrier, or wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from channels.voice.schema import recording

MOST_ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 12, timedelta(seconds=5), timedelta(minutes=30)
LEASE, BATCH, MOST_SHOWN = timedelta(minutes=2), 10, 100
OPEN, STUCK = ("waiting", "stored"), ("parked", "refused")
_R = recording.c


@dataclass(frozen=True, kw_only=True)
class Errand:
    """A recording to be fetched (``waiting``) or deleted at the carrier (``stored``)."""

    sid: str
    number: str | None
    state: str
    attempts: int


def claim(connection: Connection, *, now: datetime) -> Sequence[Errand]:
    """Take what is due; for ``LEASE`` nobody else does."""
    chosen = (
        select(_R.sid)
        .where(_R.next_try_at <= now, _R.state.in_(OPEN))
        .order_by(_R.next_try_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    taken = update(recording).where(_R.sid.in_(chosen)).values(next_try_at=now + LEASE)
    rows = connection.execute(taken.returning(*(_R[name] for name in Errand.__dataclass_fields__))).mappings()
    return [Errand(**row) for row in rows]


def settle(connection: Connection, done: Errand, state: str, error: str | None, *, at: datetime) -> None:
    """It got this far."""
    values = {"state": state, "error": error, "attempts": 0, "next_try_at": at}
    connection.execute(update(recording).where(_R.sid == done.sid).values(values))


def postpone(connection: Connection, failed: Errand, error: str, *, at: datetime) -> None:
    """It failed: wait longer each time, then leave it to a person. What was refused stays refused."""
    attempts = failed.attempts + 1
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2**attempts)
    parked = {"state": "parked"} if attempts >= MOST_ATTEMPTS else {}
    values = {"attempts": attempts, "error": error, "next_try_at": at + wait, **parked}
    connection.execute(update(recording).where(_R.sid == failed.sid, _R.state.in_(OPEN)).values(values))


def known(connection: Connection, sids: Sequence[str]) -> set[str]:
    """Which of these we have heard of."""
    return set(connection.execute(select(_R.sid).where(_R.sid.in_(sids))).scalars())


def stuck(connection: Connection) -> Sequence[Row[Any]]:
    """Recordings that wait for a person, the oldest first."""
    found = select(recording).where(_R.state.in_(STUCK)).order_by(_R.made_at).limit(MOST_SHOWN)
    return connection.execute(found).all()


def try_again(connection: Connection, sid: str, *, at: datetime) -> bool:
    """Fetch it once more; False when it is not stuck (any more)."""
    again = update(recording).where(_R.sid == sid, _R.state.in_(STUCK))
    return connection.execute(again.values(state="waiting", attempts=0, next_try_at=at)).rowcount == 1
