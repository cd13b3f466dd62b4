"""What a subscriber is told of an event: codes and moments, nothing that anyone said or by which anyone is known."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from notify.outgoing import Delivery
from tracking.domain.clock import CITY_ZONE
from tracking.store import schema

_P, _L = schema.petition.c, schema.ledger.c
_TOLD = (
    *("number", "channel", "legacy_source", "stage", "kind", "topic", "urgency", "district", "unit"),
    *("received_at", "due_at", "closed_at", "outcome", "satisfaction", "urges", "reworks"),
)


def identity(delivery: Delivery) -> str:
    """Names the event for ever, however often it is sent."""
    return f"{delivery.number}-{delivery.seq}"


def body(connection: Connection, delivery: Delivery) -> bytes:
    """The event, and the petition as it stands when this is sent.

    ``sequence`` counts a petition's events: a subscriber who has seen a higher one may leave out a lower.
    """
    stands = connection.execute(select(*(_P[name] for name in _TOLD)).where(_P.number == delivery.number)).mappings()
    entry = select(_L.assignment, _L.role, _L.unit).where(_L.number == delivery.number, _L.seq == delivery.seq)
    done = connection.execute(entry).one()
    data = {
        "sequence": delivery.seq,
        "assignment": done.assignment,
        "by": {"role": done.role, "unit": done.unit},
        "petition": {name: _plain(value) for name, value in stands.one().items()},
    }
    event = {"type": f"petition.{delivery.verb}", "timestamp": _plain(delivery.at), "data": data}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    return value.astimezone(CITY_ZONE).isoformat() if isinstance(value, datetime) else value
