"""Supervision of the simulated city: its late cards as documents, a few orders, and what follows by the real rules."""

from datetime import timedelta

from sqlalchemy import select

from admin.demo.life import DISPATCHER
from admin.supervision import alarming, climbing, consulting, efficiency, mirror, telling
from tracking.domain.procedure.ordering import supervise
from tracking.service.core import Core
from tracking.store.schema import assignment

_A = assignment.c
RECENT, ORDERS = timedelta(days=45), 4


def oversee(core: Core) -> None:
    """Documents of the last weeks; orders for those who are late now; consultations, efficiency and alarms."""
    now = core.now()
    late = select(_A.number, _A.index.label("share")).where(
        _A.stage == "handling", _A.handle_due_at < now, _A.nature == "lead"
    )
    with core.engine.connect() as connection:
        found = connection.execute(late.order_by(_A.handle_due_at.desc()).limit(ORDERS)).all()
    for level, row in enumerate(found, start=1):
        with core.change(row.number) as case:
            due_at = now + timedelta(days=level)
            why = "超期未办结，群众再次催办，请专人督办。"
            supervise(case, row.share, by=DISPATCHER, at=now, level=level, due_at=due_at, reason=why)
    mirror.catch_up(core, since=now - RECENT)
    climbing.climb(core)
    consulting.propose(core)
    efficiency.measure(core)
    telling.tell(core)
    alarming.watch(core)
    alarming.trace(core)
