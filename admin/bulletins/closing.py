"""Closing a period from the desk: its figures are frozen for good, and bulletins and performance stand on them."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, select

from admin.bulletins.making import groups
from admin.security.sign_in import note
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.period import Period, named
from tracking.service import period_close
from tracking.store import frozen
from tracking.store.schema import petition

MONTHS = 15


def freeze(container: Container, period: str, *, by: str) -> None:
    """Raises ``InvalidValue`` while it runs or when it is frozen already."""
    successors = container.city.successors()
    made = period_close.close(container.core, named(period), groups=groups(container), by=by, successors=successors)
    with container.engine.begin() as connection:
        note(connection, by, f"closed {made.period} {made.hash.hex()[:16]}", at=made.frozen_at)


def closable(container: Container) -> Sequence[str]:
    """What is over and not frozen, the latest first; nothing from before the first petition."""
    now = container.core.now()
    with container.engine.connect() as connection:
        first = connection.execute(select(func.min(petition.c.received_at))).scalar()
        if first is None:
            return []
        over = [str(each) for each in _past(city_day(now)) if each.window().end > first]
        known = frozen.several(connection, over)
    return [name for name in over if name not in known]


def _past(today: date) -> Iterator[Period]:
    """The months before this one, each with the quarter and the year that end with it."""
    year, month = today.year, today.month
    for _ in range(MONTHS):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        if month == 12:
            yield Period(year=year, month=1, months=12)
        if month % 3 == 0:
            yield Period(year=year, month=month - 2, months=3)
        yield Period(year=year, month=month, months=1)
