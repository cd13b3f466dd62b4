"""Events on their way to subscribers: one row an event and subscriber, whose state a person can follow.

``queued`` → ``delivered`` · ``dead`` (refused, or not taken for three days: a person decides) · ``withheld`` (it is
or may be a report). A row waits until it is known that the matter is no report, until whatever happened to it before
is out of the outbox, and until the subscriber has what it asked for of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from notify.schema import webhook, webhook_delivery
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind
from tracking.store import schema
from tracking.store.outbox import Event

PATIENCE, KEPT = timedelta(days=3), timedelta(days=30)
_D, _P, _O, _W = webhook_delivery.c, schema.petition.c, schema.outbox.c, webhook.c


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event for one subscriber."""

    id: int
    webhook: int
    number: str
    seq: int
    verb: Verb
    at: datetime
    attempts: int
    queued_at: datetime
    error: str | None


_SHOWN = [_D[name] for name in Delivery.__dataclass_fields__]


def queue(connection: Connection, event: Event, subscribers: Sequence[int], *, at: datetime) -> None:
    """Queue an event once for each subscriber."""
    known = {"number": event.number, "seq": event.seq, "verb": event.verb, "at": event.at}
    rows = [{"webhook": each, "state": "queued", "queued_at": at, **known} for each in subscribers]
    if rows:
        connection.execute(insert(webhook_delivery).on_conflict_do_nothing(), rows)


def ready(connection: Connection, subscriber: int, *, most: int) -> Sequence[Delivery]:
    """What may be sent now, oldest first: at most one event of a petition."""
    before = webhook_delivery.alias()
    earlier = and_(before.c.webhook == _D.webhook, before.c.number == _D.number, before.c.seq < _D.seq)
    behind = exists(select(1).select_from(before).where(earlier, before.c.state == "queued"))
    unheard = exists(select(1).select_from(schema.outbox).where(_O.number == _D.number, _O.seq < _D.seq, ~_O.parked))
    no_report = and_(_P.number == _D.number, _P.kind.is_not(None), _P.kind != Kind.REPORT)
    mine = select(*_SHOWN).join(schema.petition, no_report).where(_D.webhook == subscriber, _D.state == "queued")
    rows = connection.execute(mine.where(~behind, ~unheard).order_by(_D.id).limit(most)).mappings()
    return [_delivery(dict(row)) for row in rows]


def settle(connection: Connection, identity: int, *, state: str, at: datetime, error: str | None = None) -> None:
    """What became of one that was queued."""
    mine = update(webhook_delivery).where(_D.id == identity, _D.state == "queued")
    connection.execute(mine.values(state=state, settled_at=at, error=error, attempts=_D.attempts + 1))


def postpone(connection: Connection, identity: int, *, error: str) -> None:
    """The subscriber could not take it; it stays first in its lane."""
    mine = update(webhook_delivery).where(_D.id == identity)
    connection.execute(mine.values(error=error, attempts=_D.attempts + 1))


def withhold(connection: Connection, *, at: datetime) -> int:
    """What is a report goes to nobody, nor what was closed before anyone knew that it is none."""
    unknown = and_(_P.kind.is_(None), _P.closed_at.is_not(None))
    secret = or_(_P.kind == Kind.REPORT, unknown)
    mine = update(webhook_delivery).where(_D.state == "queued", _P.number == _D.number, secret)
    return connection.execute(mine.values(state="withheld", settled_at=at)).rowcount


def give_up(connection: Connection, *, at: datetime) -> int:
    """What an unwell subscriber has not taken for three days waits for a person."""
    unwell = _D.webhook.in_(select(_W.id).where(_W.failures > 0))
    old = update(webhook_delivery).where(_D.state == "queued", _D.queued_at < at - PATIENCE, unwell)
    return connection.execute(old.values(state="dead", settled_at=at)).rowcount


def clear_away(connection: Connection, *, now: datetime) -> int:
    """What was delivered long ago; dead letters stay until a person has decided."""
    done = _D.state.in_(["delivered", "withheld"])
    return connection.execute(delete(webhook_delivery).where(done, _D.settled_at < now - KEPT)).rowcount


def dead(connection: Connection, *, most: int) -> Sequence[Delivery]:
    """The dead letters, oldest first."""
    found = select(*_SHOWN).where(_D.state == "dead").order_by(_D.id).limit(most)
    return [_delivery(dict(row)) for row in connection.execute(found).mappings()]


def replay(connection: Connection, *, at: datetime, subscriber: int | None = None, identity: int | None = None) -> int:
    """Queue dead letters again, by a person's decision: one, those of a subscriber, or all."""
    wanted: list[ColumnElement[bool]] = [_D.state == "dead"]
    wanted += [_D.webhook == subscriber] if subscriber is not None else []
    wanted += [_D.id == identity] if identity is not None else []
    values: dict[str, Any] = {"state": "queued", "queued_at": at, "settled_at": None, "attempts": 0}
    return connection.execute(update(webhook_delivery).where(*wanted).values(values)).rowcount


def _delivery(row: dict[str, Any]) -> Delivery:
    return Delivery(**{**row, "verb": Verb(row["verb"])})
