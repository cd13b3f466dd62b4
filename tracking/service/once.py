"""Acting on what came in, once: the item and what it did stand together or not at all.

A petition comes in through ``intake.take``; this is for everything else an inbound item may do – rate, add, urge.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from tracking.domain.case import Case
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store import intake as store
from tracking.store.seal import digest


@dataclass(frozen=True, kw_only=True)
class Item:
    """One inbound item; ``external_id`` names it within its channel, ``raw`` is what came."""

    channel: str
    external_id: str
    raw: Mapping[str, Any]


def _nothing(_: Connection) -> None:
    return None


def act_once(
    core: Core,
    item: Item,
    number: str,
    do: Callable[[Case, datetime], object],
    *,
    beside: Callable[[Connection], object] = _nothing,
) -> bool:
    """Let ``do`` use verbs on a petition unless this item came before; returns whether it did.

    ``beside`` writes more in the same transaction. Raises ``NotFound`` and whatever the verbs raise; then the item
    is as if it had not come.
    """
    raw = json.dumps(item.raw, ensure_ascii=False, sort_keys=True, default=str)
    inbound = store.Inbound(
        channel=item.channel,
        external_id=item.external_id,
        digest=digest(raw.encode()),
        raw=core.sealer.seal(raw, "raw"),
        received_at=core.now(),
    )
    return carry_out(core, inbound, number, do, beside=beside)


def carry_out(
    core: Core,
    inbound: store.Inbound,
    number: str,
    do: Callable[[Case, datetime], object],
    *,
    beside: Callable[[Connection], object] = _nothing,
) -> bool:
    """The same for an item that is sealed already."""
    with core.engine.connect() as connection:
        if not store.enter(connection, inbound, number):
            return False
        case = cases.load(connection, number, for_update=True)
        do(case, inbound.received_at)
        cases.save(connection, case)
        beside(connection)
        connection.commit()
    return True
