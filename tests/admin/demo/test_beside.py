"""What stands beside the simulated petitions: proposals, corrections, open answers."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from admin.demo.openness import open_up
from admin.demo.proposing import learn, propose
from admin.demo.writing import write
from admin.demo.year import Year
from admin.disclosure import store
from admin.wiring import Container
from nlu import corpus
from routing import correction
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.store import schema

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=CITY_ZONE)


@pytest.fixture
def city(container: Container, clock: FixedClock) -> Container:
    clock.at = NOW
    core = container.core
    year = Year.of(corpus.read(), city=container.city, timetable=core.timetable(), now=NOW, seed=1)
    write(core.engine, core.sealer, list(year.petitions(600)))
    return container


def test_recent_petitions_have_a_proposal_and_old_ones_none(city: Container) -> None:
    many = propose(city)
    has = select(func.count()).where(schema.petition.c.suggestions.is_not(None))
    with city.engine.connect() as connection:
        assert connection.execute(has).scalar_one() == many
        assert 0 < many < 600


def test_every_upheld_return_that_found_its_unit_teaches_but_no_report(city: Container) -> None:
    learn(city)
    with city.engine.connect() as connection:
        learnt = correction.read(connection)
    assert learnt
    assert {each.cause for each in learnt} <= {"return", "arbitration"}
    assert all(each.kind != "report" for each in learnt)


def test_answers_are_released_once(city: Container) -> None:
    open_up(city)
    open_up(city)
    with city.engine.connect() as connection:
        found = store.find(connection, most=100)
    assert found
    assert len({each.question for each in found}) > 1
