"""What its class says is forgotten when its time is over, never what is held; a tombstone stands for it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from admin.privacy import deciding, hold, retention
from admin.privacy.retention import Step
from admin.privacy.schema import tombstone
from admin.wiring import Container
from tests.admin.accountability.ground import officer
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.channels.citizen import happens
from tests.conftest import MONDAY_MORNING
from tracking.domain.clock import FixedClock
from tracking.domain.error import DomainError
from tracking.domain.ledger import verify
from tracking.domain.people import citizen
from tracking.domain.procedure.privacy import request_data
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import DataRight, Decision, Kind
from tracking.store import case as cases
from tracking.store import parameter, schema

Sit = Callable[[str], Desk]
PAGE = "/staff/retention"
YEAR = timedelta(days=366)


@pytest.fixture(autouse=True)
def _by_itself(container: Container) -> Iterator[None]:
    """The city has said that what is over goes by itself."""
    with container.engine.begin() as connection:
        body = parameter.in_force(connection, retention.NAME, MONDAY_MORNING.date())["body"]
        said = [each | {"value": "1"} if each["name"] == retention.AUTOMATIC else each for each in body]
        parameter.put(connection, name=retention.NAME, version="test", effective_on=MONDAY_MORNING.date(), body=said)
    yield
    _before(container)


def _before(container: Container) -> None:
    with container.engine.begin() as connection:
        connection.execute(delete(schema.parameter).where(schema.parameter.c.version == "test"))


def _ended(container: Container, kind: Kind = Kind.COMPLAINT) -> str:
    number = matter.classified(container, kind=kind)
    happens(container, number, Verb.TERMINATE)
    return number


def _known(container: Container, number: str) -> tuple[bool, int]:
    """Whether it is known who it was; how many texts there are."""
    with container.engine.connect() as connection:
        phone = connection.execute(select(schema.petition.c.phone).where(schema.petition.c.number == number)).scalar()
        texts = select(func.count()).where(schema.text_.c.number == number)
        return phone is not None, connection.execute(texts).scalar_one()


def _later(clock: FixedClock, container: Container, years: int) -> int:
    clock.at += years * YEAR
    return retention.tick(container)


def test_who_it_was_goes_first_then_the_words_and_the_chain_holds(container: Container, clock: FixedClock) -> None:
    number = _ended(container)
    assert retention.tick(container) == 0
    assert _later(clock, container, 3) == 1
    known, texts = _known(container, number)
    assert (known, texts > 0) == (False, True)
    assert _later(clock, container, 1) == 0
    assert _later(clock, container, 6) == 1
    assert _known(container, number) == (False, 0)
    assert _later(clock, container, 9) == 0
    with container.engine.connect() as connection:
        entries = cases.entries(connection, number)
        title = connection.execute(select(schema.petition.c.title)).scalar_one()
        steps = connection.execute(select(tombstone.c.step).order_by(tombstone.c.id)).scalars().all()
    assert verify(entries) == len(entries)
    assert (title, steps) == ("〔已过保管期限〕", [Step.IDENTITY, Step.WORDS])


def test_nothing_goes_by_itself_before_the_city_has_said_so(
    container: Container, clock: FixedClock, at_desk: Sit
) -> None:
    _before(container)
    number = _ended(container)
    assert _later(clock, container, 40) == 0
    assert _known(container, number)[0]
    assert "期满的件现在不会自动删去" in at_desk("disp").open(PAGE).text


def test_a_class_is_kept_as_long_as_its_own_years(container: Container, clock: FixedClock) -> None:
    inquiry, report = _ended(container, Kind.INQUIRY), _ended(container, Kind.REPORT)
    _later(clock, container, 6)
    assert (_known(container, inquiry)[1], _known(container, report)[1] > 0) == (0, True)


def test_what_is_open_is_never_forgotten(container: Container, clock: FixedClock) -> None:
    number = matter.classified(container)
    assert _later(clock, container, 40) == 0
    assert _known(container, number)[0]


def test_what_is_held_waits_until_it_is_lifted(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    number, desk = _ended(container), at_desk("disp")
    assert desk.send(PAGE, PAGE, number=number, reason="正在诉讼").status_code == 303
    assert desk.send(PAGE, PAGE, number=number, reason="再一次").status_code == 422
    assert desk.send(PAGE, PAGE, number="SY20260302-W-000999-0", reason="没有").status_code == 422
    assert _later(clock, container, 12) == 0
    assert _known(container, number)[0]
    with container.engine.begin() as connection:
        (known,) = hold.holds(connection)
        assert hold.lift(connection, known.id, by="disp", at=clock.at)
        assert not hold.lift(connection, known.id, by="disp", at=clock.at)
    assert retention.tick(container) == 2
    assert _known(container, number) == (False, 0)


def test_a_deletion_on_request_is_refused_while_it_is_held(container: Container, clock: FixedClock) -> None:
    number = _ended(container)
    with container.core.change(number) as case:
        request_data(case, by=citizen("web"), at=clock.at, right=DataRight.ERASE)
    decide = partial(deciding.decide, container, number, reason="同意", known={}, by=officer("disp"), version=None)
    with container.engine.begin() as connection:
        hold.put(connection, number, reason="审计", by="disp", at=clock.at)
    with pytest.raises(DomainError) as refused:
        decide(decision=Decision.UPHELD)
    assert (refused.value.code, _known(container, number)[0]) == ("forbidden", True)
    with container.engine.begin() as connection:
        hold.lift(connection, hold.holds(connection)[0].id, by="disp", at=clock.at)
    decide(decision=Decision.UPHELD)
    assert not _known(container, number)[0]


def test_a_tombstone_stays(container: Container, clock: FixedClock) -> None:
    _ended(container)
    _later(clock, container, 3)
    with pytest.raises(DatabaseError), container.engine.begin() as connection:
        connection.execute(update(tombstone).values(why="x"))


def test_the_page_shows_years_holds_and_tombstones(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    empty = at_desk("disp").open(PAGE).text
    assert "没有依法留存的件" in empty
    assert "30年" in empty
    number = _ended(container)
    _later(clock, container, 3)
    assert number in at_desk("disp").open(PAGE).text
    assert at_desk("insp").open(PAGE).status_code == 200
    assert at_desk("water").open(PAGE).status_code == 403
