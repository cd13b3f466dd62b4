"""What happens to a petition that was just registered."""

from dataclasses import replace

import pytest

from admin.wiring import Container
from nlu.understanding import Understanding
from routing.router import Where
from routing.service import Dispatching
from tests.routing.test_router import SURE
from tests.tracking.stored import taken
from tracking.domain.case import Case
from tracking.domain.people import SYSTEM
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind
from tracking.store import case as cases
from tracking.store import outbox
from tracking.store.outbox import Event


def _routed(container: Container, understood: Understanding) -> tuple[Case, Event]:
    taken(container.core, text="和平区太原街家里暖气不热")
    dispatching = Dispatching(
        core=container.core, city=container.city, understand=lambda _: understood, locate=container.locate
    )
    with container.engine.connect() as connection:
        (event,) = outbox.claim(connection, now=container.core.now(), size=10)
    dispatching.on_registered(event)
    dispatching.on_registered(event)
    with container.engine.connect() as connection:
        return cases.load(connection, event.number), event


def test_a_sure_matter_is_classified_and_dispatched_once(container: Container) -> None:
    case, event = _routed(container, SURE)
    assert case.petition.stage is PetitionStage.WITH_UNIT
    assert (case.petition.unit, case.petition.topic, case.petition.district) == ("C03", "030101", "A01")
    assert case.lead.dispatched_by_system
    with container.engine.connect() as connection:
        entries = cases.entries(connection, event.number)
    assert [entry.verb for entry in entries] == [Verb.REGISTER, Verb.CLASSIFY, Verb.DISPATCH]
    assert all(entry.actor == SYSTEM.id for entry in entries[1:])


def test_a_report_waits_for_a_person_with_its_suggestions(container: Container) -> None:
    case, _ = _routed(container, replace(SURE, kind=Kind.REPORT))
    assert case.petition.stage is PetitionStage.AWAITING_DISPATCH
    assert case.petition.needs_person
    assert case.assignments == []


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("和平区太原街的路灯坏了", Where(district="A01", street="A0109")),
        ("沈阳市的公交车太少", Where()),
    ],
)
def test_the_place_is_found_in_the_words(container: Container, words: str, where: Where) -> None:
    assert container.locate(words) == where
