"""One petition, held while verbs are recorded on it: all of it is saved, or nothing."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from admin.wiring import Container
from tests.tracking import city, fault, stored
from tests.tracking.at_once import at_once
from tests.tracking.people import CITIZEN
from tests.tracking.story import Story
from tracking.domain.case import Case
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.error import MissingField, NotFound, OutOfTurn, StaleVersion
from tracking.domain.procedure.citizen import add_facts
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.store import case as cases


def _loaded(core: Core, number: str) -> Case:
    with core.engine.connect() as connection:
        return cases.load(connection, number)


def test_what_the_person_saw_must_still_be_so(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    with pytest.raises(StaleVersion), core.change(number, version=2):
        raise AssertionError("nothing may be done on a stale petition")
    with core.change(number, version=3) as case:
        Story(case, core.now()).do(Verb.SIGN)
    assert _loaded(core, number).petition.version == 4


def test_of_two_officers_at_once_one_wins_and_the_other_reads_again(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    stored.tell(core, number, Verb.RETURN)

    def decide(verb: Verb) -> Verb:
        with core.change(number, version=4) as case:
            Story(case, core.now()).do(verb)
        return verb

    answers = at_once([partial(decide, verb) for verb in (Verb.UPHOLD_RETURN, Verb.REJECT_RETURN) * 3])
    assert len([each for each in answers if isinstance(each, StaleVersion)]) == 5
    assert [each for each in answers if isinstance(each, Verb)]
    assert _loaded(core, number).petition.version == 5


def test_who_does_not_say_what_he_saw_is_held_to_the_stages(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    answers = at_once([partial(stored.tell, core, number, Verb.SIGN)] * 4)
    assert len([each for each in answers if isinstance(each, OutOfTurn)]) == 3


@pytest.mark.parametrize("table", ["ledger", "text", "outbox"])
def test_when_one_part_of_a_change_cannot_be_written_none_is(container: Container, table: str) -> None:
    core, number = container.core, stored.dispatched(container.core)
    before, rows = _loaded(core, number), stored.counts(core)
    with fault.failing(core.engine, table), pytest.raises(DBAPIError):
        stored.tell(core, number, Verb.SIGN, Verb.CONTACT, Verb.ADD_ASSIST)
    assert (_loaded(core, number), stored.counts(core)) == (before, rows)


def test_a_refused_verb_takes_those_before_it_along(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    before = _loaded(core, number)
    with pytest.raises(OutOfTurn):
        stored.tell(core, number, Verb.SIGN, Verb.URGE, Verb.ACCEPT_REPORT)
    assert _loaded(core, number) == before


def test_a_change_that_changes_nothing_writes_nothing(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    rows = stored.counts(core)
    with core.change(number):
        pass
    assert stored.counts(core) == rows


def test_an_unknown_petition_is_not_found(container: Container) -> None:
    with pytest.raises(NotFound), container.core.change("SY20260302-W-999999-0"):
        pass


def test_a_running_petition_keeps_the_rules_it_started_with(container: Container) -> None:
    core = container.core
    number = stored.taken(core).number
    with core.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO parameter (name, version, effective_on, body) VALUES ('deadlines', 'new', :day, '[]')"),
            {"day": date(2026, 3, 1)},
        )
    try:
        core.reload()
        assert core.timetable().rules.version == "new"
        assert core.timetable_of(_loaded(core, number)).rules.version == "2009-09"
    finally:
        with core.engine.begin() as connection:
            connection.execute(text("DELETE FROM parameter WHERE version = 'new'"))


def test_a_number_names_the_citys_day_not_the_one_in_greenwich(container: Container, clock: FixedClock) -> None:
    clock.at = city.at(3, 3, 0, 30)
    assert stored.taken(container.core).number.startswith("SY20260303-W-000001-")
    assert clock.at.tzinfo is CITY_ZONE


def test_nothing_connects_before_it_is_asked(container: Container) -> None:
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    assert Core(nowhere, container.core.clock, container.core.sealer).now() == container.core.now()


def test_a_verb_without_its_words_leaves_the_stored_petition_alone(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    with pytest.raises(MissingField), core.change(number) as case:
        add_facts(case, by=CITIZEN, at=core.now(), words="")
    assert _loaded(core, number).petition.version == 3
