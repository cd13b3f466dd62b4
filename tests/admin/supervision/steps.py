"""A petition that becomes late, and the two ticks that act on it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from admin.supervision import climbing, mirror, schema
from admin.supervision.ladder import Step
from admin.wiring import Container, subscribers
from tests.admin.desks import matter
from tests.tracking.city import closing
from tracking.domain.clock import FixedClock
from tracking.domain.vocabulary import Kind
from tracking.service import relay
from tracking.service.sweep import sweep
from tracking.store.outbox import Event

A_MOMENT = timedelta(minutes=1)
YELLOW, RED = closing(3, 9) + A_MOMENT, closing(3, 13) + A_MOMENT
CRITICISM, TALK, ACCOUNTABILITY = closing(3, 23) + A_MOMENT, closing(3, 31) + A_MOMENT, closing(4, 9) + A_MOMENT


def tick(container: Container, clock: FixedClock, moment: datetime) -> int:
    """Sweep, relay and climb at a moment; returns how many steps after the red card were issued."""
    clock.at = moment
    sweep(container.core)
    wanted = {verb: [lambda event: mirror.on_event(container.core, event)] for verb in mirror.NOTED}
    assert wanted.keys() <= subscribers(container).keys()
    relay.drain(container.core, wanted, report=_raise)
    return climbing.climb(container.core)


def red(container: Container, clock: FixedClock, *, kind: Kind = Kind.COMPLAINT) -> str:
    """A petition whose unit has a red card."""
    number = matter.with_unit(container, kind=kind)
    for moment in (YELLOW, RED):
        tick(container, clock, moment)
    return number


def documents(container: Container) -> list[tuple[Step, int]]:
    """(step, serial), in the order of their numbers."""
    c = schema.document.c
    with container.engine.connect() as connection:
        rows = connection.execute(select(c.step, c.serial).order_by(c.year, c.serial))
        return [(Step(row.step), row.serial) for row in rows]


def identity(container: Container, step: Step) -> int:
    """The document of a step."""
    c = schema.document.c
    with container.engine.connect() as connection:
        found: int = connection.execute(select(c.id).where(c.step == step)).scalar_one()
    return found


def _raise(_: Event, error: Exception) -> None:
    raise error
