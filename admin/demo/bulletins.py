"""The simulated city's past months are closed, and the last one's bulletin is approved and sent."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select

from admin.bulletins import contact, making, recipient, service
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import CalendarMissing
from tracking.domain.period import Period, month_of
from tracking.service import period_close
from tracking.store.schema import petition

MAKER, APPROVER, DEADLINE = "dispatcher", "assessor", timedelta(days=30)
DEMANDS = "各单位对照短板逐项整改,严格执行首接负责;超期未办结的件逐件落实责任,主要负责人每周调度一次。"


def publish(container: Container) -> None:
    """Months that are over, from the first with petitions; numbers of leaders that nobody can have."""
    months = list(_past(container))
    groups, successors = making.groups(container), container.city.successors()
    for month in months:
        period_close.close(container.core, month, groups=groups, by="demo", successors=successors)
    if months:
        _contacts(container)
        _tell(container, months[-1])


def _past(container: Container) -> Iterator[Period]:
    with container.engine.connect() as connection:
        first = connection.execute(select(func.min(petition.c.received_at))).scalar()
    day, today = (city_day(first) if first else date.max), city_day(container.core.now())
    while day.replace(day=1) < today.replace(day=1):
        yield month_of(day)
        day = day.replace(day=1) + timedelta(days=32)


def _contacts(container: Container) -> None:
    units = [unit for unit in container.city.units() if unit.active and unit.group]
    for n, unit in enumerate(units):
        phone = f"1990001{n:04d}"
        contact.put(container.core, unit=unit.code, post="主要负责人", phone=phone, by="demo")


def _tell(container: Container, month: Period) -> None:
    due_on = city_day(container.core.now()) + DEADLINE
    try:
        made = making.make(container, period=str(month), demands=DEMANDS, due_on=due_on, by=MAKER)
    except CalendarMissing:  # the year's end, before the next calendar is announced
        return
    with container.engine.connect() as connection:
        draft = service.held(connection, made)
    seen = recipient.fingerprint(service.preview(container, draft))
    service.approve(container, made, seen=seen, skip=True, version=draft.version, by=APPROVER)
    container.sending.send_all(seconds=30)
