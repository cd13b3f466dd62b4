"""Who subscribed to events: where to, which ones, how it fares, and the secrets that sign."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, any_, delete, func, insert, literal, or_, select, update

from channels.signature import new_secret
from notify.schema import webhook, webhook_delivery
from tracking.domain.error import NotFound
from tracking.domain.verb import Verb
from tracking.store.seal import Sealer

BOTH_FOR = timedelta(days=1)
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=6)
_W, _D = webhook.c, webhook_delivery.c


@dataclass(frozen=True, kw_only=True)
class Subscriber:
    """One subscriber as people see it; ``queued`` and ``dead`` count its deliveries."""

    id: int
    name: str
    url: str
    events: Sequence[str]
    active: bool
    created_at: datetime
    created_by: str
    failures: int
    next_try_at: datetime | None
    answered_at: datetime | None
    error: str | None
    queued: int
    dead: int


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A subscriber being served: its address, and every secret that signs at the moment."""

    id: int
    url: str
    secrets: Sequence[str]


def _count(state: str) -> Any:
    mine = select(func.count()).where(_D.webhook == _W.id, _D.state == state)
    return mine.correlate(webhook).scalar_subquery().label(state)


_SHOWN = [_W[name] for name in Subscriber.__dataclass_fields__ if name not in ("queued", "dead")]


def add(
    connection: Connection, sealer: Sealer, *, name: str, url: str, events: Iterable[Verb], by: str, at: datetime
) -> tuple[int, str]:
    """Subscribe; returns the id and the secret, which is shown once."""
    secret = new_secret()
    row = {"name": name, "url": url, "events": sorted(set(events)), "created_by": by, "created_at": at}
    made = insert(webhook).values(**row, secret=sealer.seal(secret, "webhook")).returning(_W.id)
    return connection.execute(made).scalar_one(), secret


def every(connection: Connection) -> Sequence[Subscriber]:
    """All of them, oldest first."""
    found = select(*_SHOWN, _count("queued"), _count("dead")).order_by(_W.id)
    return [Subscriber(**row) for row in connection.execute(found).mappings()]


def wanting(connection: Connection, verb: Verb) -> Sequence[int]:
    """The active subscribers of an event."""
    return list(connection.execute(select(_W.id).where(_W.active, literal(verb.value) == any_(_W.events))).scalars())


def rotate(connection: Connection, sealer: Sealer, identity: int, *, at: datetime) -> str:
    """A new secret; the old one signs beside it for a day. Raises ``NotFound``."""
    secret = new_secret()
    values = {"secret": sealer.seal(secret, "webhook"), "old_secret": _W.secret, "old_until": at + BOTH_FOR}
    if connection.execute(update(webhook).where(_W.id == identity).values(values)).rowcount == 0:
        raise NotFound("no such subscriber", webhook=identity)
    return secret


def drop(connection: Connection, identity: int) -> bool:
    """Unsubscribe, with everything that waits; False where there is no such subscriber."""
    return connection.execute(delete(webhook).where(_W.id == identity)).rowcount == 1


def switch(connection: Connection, identity: int, *, on: bool) -> bool:
    """Pause or go on; False where there is no such subscriber. What is queued waits, what happens is not queued."""
    values = {"active": on, "failures": 0, "next_try_at": None}
    return connection.execute(update(webhook).where(_W.id == identity).values(values)).rowcount == 1


def waiting(connection: Connection, *, now: datetime) -> Sequence[int]:
    """The subscribers that can be served now and for whom something is queued."""
    something = select(_D.id).where(_D.webhook == _W.id, _D.state == "queued").exists()
    return list(connection.execute(select(_W.id).where(*_free(now), something).order_by(_W.id)).scalars())


def take(connection: Connection, sealer: Sealer, identity: int, *, now: datetime, lease: timedelta) -> Lane | None:
    """Serve a subscriber, alone for the time of the lease; None where someone else does or it is left alone."""
    mine = update(webhook).where(_W.id == identity, *_free(now)).values(busy_until=now + lease)
    columns = (_W.id, _W.url, _W.secret, _W.old_secret, _W.old_until)
    row = connection.execute(mine.returning(*columns)).first()
    if row is None:
        return None
    both = row.old_secret is not None and row.old_until > now
    sealed = [row.secret, row.old_secret] if both else [row.secret]
    secrets = [sealer.open(each, "webhook") for each in sealed]
    return Lane(id=row.id, url=row.url, secrets=secrets)


def unwell(connection: Connection, identity: int, *, now: datetime, error: str, asked: int | None) -> None:
    """It could not take anything: leave it alone, longer each time; ``asked`` are the seconds it wants."""
    failures = connection.execute(select(_W.failures).where(_W.id == identity)).scalar_one()
    note(connection, identity, failures=failures + 1, next_try_at=now + back_off(failures, asked), error=error)


def back_off(failures: int, asked: int | None) -> timedelta:
    """Twice as long each time, and no shorter than it asks."""
    wait = min(LONGEST_WAIT, SHORTEST_WAIT * (1 << min(failures, 20)))
    return max(wait, timedelta(seconds=asked or 0))


def note(connection: Connection, identity: int, **values: Any) -> None:
    """How it fares."""
    connection.execute(update(webhook).where(_W.id == identity).values(values))


def _free(now: datetime) -> tuple[Any, ...]:
    idle = or_(_W.busy_until.is_(None), _W.busy_until <= now)
    return _W.active, idle, or_(_W.next_try_at.is_(None), _W.next_try_at <= now)
