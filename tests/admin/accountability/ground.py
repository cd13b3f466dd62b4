"""Frozen months as they stand in the database, findings, and records brought to a stage by the acts themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select, update

from admin.accountability import acting, proposing, store
from admin.accountability.fact import EVERYTHING
from admin.accountability.proposal import Kind
from admin.accountability.schema import record
from admin.security.account import Officer
from admin.wiring import Container
from routing.schema import unit as units
from tests.admin.desks.desk import ACCOUNTS, UNIT
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.people import Actor, Role
from tracking.domain.period import parse
from tracking.domain.veto import VetoCause
from tracking.service import vetoing
from tracking.service.period_close import body_hash
from tracking.store import frozen
from tracking.store.frozen import Frozen

YEAR = 2026
DISP = Actor(id="disp", role=Role.DISPATCHER)
BASIS, DECISION = "《政府绩效管理办法》第二十条", "三个月连续不合格，按规定处理。"


def officer(username: str, **other: object) -> Officer:
    """One of the accounts, signed in."""
    known = next(each for each in ACCOUNTS if each.username == username)
    given = {"username": username, "role": known.role, "unit": known.unit, "name": known.name, "csrf": ""}
    return Officer(**{**given, **other})  # type: ignore[arg-type]


def months(container: Container, *periods: str, unit: str = UNIT, grade: str = "unqualified") -> None:
    """Freeze months in which ``unit`` got a grade."""
    for name in periods:
        window = parse(name).window()
        figures = {"group": "B2", "score": "60", "grade": grade, "rank": 1, "completed": 20, "rates": {}, "vetoes": []}
        body = {unit: figures}
        made = Frozen(
            period=name,
            starts_at=window.start,
            ends_at=window.end,
            scheme="test",
            body=body,
            hash=body_hash(body),
            frozen_at=window.end,
            frozen_by="office",
        )
        with container.engine.begin() as connection:
            assert frozen.add(connection, made)


def veto(
    container: Container, cause: VetoCause = VetoCause.FAKING, *, number: str | None = None, unit: str = UNIT
) -> int:
    """A finding about the hour before."""
    at = container.core.now() - timedelta(hours=1)
    return vetoing.find(container.core, unit=unit, cause=cause, at=at, reason="查实", by=DISP, number=number)


def found(container: Container, **wanted: str) -> list[store.Record]:
    """The records after the rules were applied, by columns."""
    proposing.propose(container, YEAR)
    conditions = [record.c[name] == value for name, value in wanted.items()]
    with container.engine.connect() as connection:
        ids = connection.execute(select(record.c.id).where(*conditions).order_by(record.c.key)).scalars().all()
        return [each for identity in ids if (each := store.one(connection, identity, EVERYTHING)) is not None]


@contextmanager
def abolished(container: Container, unit: str, heir: str) -> Iterator[None]:
    """While it lasts ``heir`` carries what was of ``unit``; the city is the same for all tests and gets it back."""
    _reorganise(container, unit, active=False, successor=heir)
    try:
        yield
    finally:
        _reorganise(container, unit, active=True, successor=None)


def _reorganise(container: Container, unit: str, **values: object) -> None:
    with container.engine.begin() as connection:
        connection.execute(update(units).where(units.c.code == unit).values(**values))
    container.city.reload()


def at(container: Container, identity: int) -> store.Record:
    """A record as it stands."""
    with container.engine.connect() as connection:
        known = store.one(connection, identity, EVERYTHING)
    assert known is not None
    return known


def opened(container: Container, **wanted: str) -> int:
    """The only record of its kind, opened by ``disp``."""
    (known,) = found(container, **wanted)
    acting.open_(container, known.id, note="事实清楚，立案。", by=officer("disp"))
    return known.id


def cancelled(container: Container, clock: FixedClock) -> int:
    """Three bad months running, and a decision of ``second`` on the tenth of April that takes away the eligibility."""
    months(container, "2026-01", "2026-02", "2026-03")
    clock.at = clock.at.replace(month=4, day=10, hour=10, tzinfo=CITY_ZONE)
    identity = opened(container, kind=Kind.CANCEL_AWARD)
    acting.decide(container, identity, effect=Kind.CANCEL_AWARD, decision=DECISION, basis=BASIS, by=officer("second"))
    return identity
