"""A simulated year obeys the real rules, and every petition of it can be proved."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from admin.demo import outbreak
from admin.demo.writing import write
from admin.demo.year import Lived, Year
from admin.wiring import Container
from nlu import corpus
from tests.tracking.people import CITIZEN
from tests.tracking.story import MATTER
from tracking.domain.case import replay
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.hot import Group
from tracking.domain.ledger import verify
from tracking.domain.people import Role
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Kind
from tracking.service import hot, proof
from tracking.service.intake import Submission, take
from tracking.store import case as cases
from tracking.store.visibility import Viewer

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=CITY_ZONE)


@pytest.fixture
def lived(container: Container, clock: FixedClock) -> list[Lived]:
    clock.at = NOW
    core = container.core
    year = Year.of(corpus.read(), city=container.city, timetable=core.timetable(), now=NOW, seed=1)
    made = list(year.petitions(400))
    write(core.engine, core.sealer, made)
    return made


def test_every_petition_is_whole_and_its_state_is_rebuilt_from_the_ledger(
    container: Container, lived: list[Lived]
) -> None:
    with container.engine.connect() as connection:
        for each in lived:
            number = each.case.petition.number
            stored, entries = cases.load(connection, number), cases.entries(connection, number)
            verify(entries, head=stored.petition.head)
            rebuilt = replay(entries)
            assert (rebuilt.petition, rebuilt.assignments) == (stored.petition, stored.assignments)


def test_nothing_happens_in_the_future_or_out_of_order(lived: list[Lived]) -> None:
    for each in lived:
        moments = [entry.at for entry in each.case.entries]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW


def test_it_looks_like_a_city(lived: list[Lived]) -> None:
    stages = Counter(each.case.petition.stage for each in lived)
    assert stages[PetitionStage.CLOSED] > len(lived) / 2
    assert stages[PetitionStage.WITH_UNIT] > 0
    assert any(each.case.petition.reworks for each in lived)
    assert any(share.yellow_card_at for each in lived for share in each.case.assignments)
    assert {each.case.petition.kind for each in lived} >= set(Kind)


def test_nobody_is_asked_to_handle_a_report_on_himself(container: Container, lived: list[Lived]) -> None:
    units = container.city.register.units
    for each in lived:
        if each.case.petition.kind is Kind.REPORT:
            assert all(units[share.unit].kind not in ("utility", "branch") for share in each.case.assignments[1:])


def test_numbers_handed_out_later_go_on_after_it(container: Container, lived: list[Lived]) -> None:
    receipt = take(container.core, Submission(matter=MATTER, letter="W"), by=CITIZEN)
    assert receipt.number not in {each.case.petition.number for each in lived}


def test_its_days_can_be_signed(container: Container, lived: list[Lived], clock: FixedClock) -> None:
    clock.at += timedelta(days=1)
    assert proof.seal_days(container.core) > 300
    assert len(list(proof.check_days(container.core))) > 300


def test_one_street_without_heating_is_hot(container: Container, lived: list[Lived]) -> None:
    found = [each.hot.group for each in hot.rises(container.core, Viewer(role=Role.DISPATCHER)).found]
    assert Group(topic=outbreak.TOPIC, district=outbreak.DISTRICT, street=outbreak.STREET) in found
