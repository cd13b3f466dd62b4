"""Cards from before there were documents get theirs: the ledger of the past is gone through once, a few days a tick."""

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from admin.supervision import mirror, schema
from tracking.service.core import Core
from tracking.store import schema as tracking

_K, _L = schema.catch_up.c, tracking.ledger.c
A_STEP = timedelta(days=5)


def catch_up(core: Core) -> datetime | None:
    """One step; returns how far it came, None when nothing is left."""
    now = core.now()
    with core.engine.begin() as connection:
        row = connection.execute(select(schema.catch_up).with_for_update()).first()
        if row is None:
            first = connection.execute(select(func.min(_L.at))).scalar() or now
            connection.execute(insert(schema.catch_up).values(id=1, reached=first, until=now))
            return now if first < now else None
        if row.reached >= row.until:
            return None
        reached: datetime = min(row.reached + A_STEP, row.until)
        mirror.note_between(connection, row.reached, reached)
        connection.execute(update(schema.catch_up).where(_K.id == row.id).values(reached=reached))
    return reached
