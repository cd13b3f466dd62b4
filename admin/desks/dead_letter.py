"""Events that could not be handled and wait for a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from notify.schema import delivery
from tracking.store import schema

_O = schema.outbox.c
MOST = 100


def parked(connection: Connection) -> Sequence[Row[Any]]:
    """The parked events, oldest first."""
    found = select(schema.outbox).where(_O.parked).order_by(_O.id).limit(MOST)
    return connection.execute(found).all()


def try_again(connection: Connection, identity: int, *, at: datetime) -> bool:
    """Let the relay take the event again; False when it is not parked (any more)."""
    again = update(schema.outbox).where(_O.id == identity, _O.parked)
    return connection.execute(again.values(parked=False, attempts=0, next_try_at=at)).rowcount == 1


def troubles(connection: Connection) -> Mapping[str, int]:
    """How many messages failed and how many events are parked."""
    failed = select(func.count()).where(delivery.c.state.in_(["failed", "unknown"])).scalar_subquery()
    stuck = select(func.count()).where(_O.parked).scalar_subquery()
    return dict(connection.execute(select(failed.label("failed"), stuck.label("parked"))).mappings().one())
