"""Petitions that belong together, in the real database and through the relay."""

from dataclasses import replace
from functools import partial

import pytest

from admin.wiring import Container, subscribers
from tests.tracking import act, city, stored
from tests.tracking.at_once import at_once
from tests.tracking.people import CALLER, DISPATCHER
from tests.tracking.stored import SUBMISSION, tell
from tracking.domain.case import Case
from tracking.domain.error import InvalidValue, OpenChildren, StaleVersion
from tracking.domain.ledger import verify
from tracking.domain.people import Role
from tracking.domain.procedure import callback, intake
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind
from tracking.service import family
from tracking.service.core import Core
from tracking.service.intake import take
from tracking.service.relay import drain
from tracking.store import case as cases
from tracking.store import relation
from tracking.store.outbox import Event

HANDLED = (Verb.SIGN, Verb.CONTACT, Verb.REPORT_BACK, Verb.ACCEPT_REPORT)


def _case(core: Core, number: str) -> Case:
    with core.engine.connect() as connection:
        return cases.load(connection, number)


def _settle(container: Container) -> None:
    """Until nothing follows from anything any more."""
    table = {
        verb: (partial(family.on_event, container.core),)
        for verb in family.FOLLOWED_BY_MASTER | family.FOLLOWED_BY_CHILDREN
    }
    for _ in range(6):
        drain(container.core, table, report=_raise)


def _raise(_: object, error: Exception) -> None:
    raise error


def _merged(container: Container) -> tuple[str, str]:
    child, master = stored.dispatched(container.core), stored.dispatched(container.core)
    family.merge(container.core, child, master, version=None, by=DISPATCHER, reason="同一处井盖")
    _settle(container)
    return child, master


def test_a_merged_petitioner_is_called_back_and_closed_with_the_master_by_the_same_hand(container: Container) -> None:
    core, (child, master) = container.core, _merged(container)
    tell(core, master, *HANDLED)
    _settle(container)
    assert _case(core, child).petition.callback_needed
    tell(core, master, Verb.RECORD_CALLBACK)
    with pytest.raises(OpenChildren), core.change(master) as case:
        callback.close(case, by=CALLER, at=core.now())
    tell(core, child, Verb.RECORD_CALLBACK)
    _settle(container)
    with core.change(master) as case:
        callback.close(case, by=CALLER, at=core.now())
    _settle(container)
    ended = _case(core, child).petition
    assert (ended.stage, ended.outcome) == (PetitionStage.CLOSED, _case(core, master).petition.outcome)
    with core.engine.connect() as connection:
        closing = cases.entries(connection, child)[-1]
    assert (closing.verb, closing.actor, closing.role) == (Verb.CLOSE, CALLER.id, Role.CALLER)


def test_a_master_that_is_withdrawn_frees_its_children(container: Container) -> None:
    core, (child, master) = container.core, _merged(container)
    tell(core, master, Verb.WITHDRAW)
    _settle(container)
    freed = _case(core, child).petition
    assert (freed.stage, freed.master) == (PetitionStage.AWAITING_DISPATCH, None)
    assert freed.dispatch_due_at is not None


def test_events_that_come_again_change_nothing(container: Container) -> None:
    core, (child, master) = container.core, _merged(container)
    tell(core, master, *HANDLED)
    _settle(container)
    before = _case(core, child).petition.version, _case(core, master).petition.version
    with core.engine.connect() as connection:
        last = cases.entries(connection, master)[-1]
    event = Event(id=1, number=master, seq=last.seq, verb=last.verb, at=last.at, attempts=0)
    for _ in range(2):
        family.on_event(core, event)
    assert (_case(core, child).petition.version, _case(core, master).petition.version) == before


def test_unmerged_both_histories_are_whole_and_the_child_goes_on_alone(container: Container) -> None:
    core, (child, master) = container.core, _merged(container)
    family.unmerge(core, child, version=None, by=DISPATCHER, reason="不是同一处")
    _settle(container)
    assert _case(core, child).petition.stage is PetitionStage.AWAITING_DISPATCH
    assert (_case(core, master).petition.merged, _case(core, master).petition.uncalled) == (0, 0)
    assert _whole(core, child)
    assert _whole(core, master)


def _whole(core: Core, number: str) -> bool:
    with core.engine.connect() as connection:
        entries = cases.entries(connection, number)
        return verify(entries, head=cases.load(connection, number).petition.head) == len(entries)


def test_merging_on_a_stale_version_changes_neither(container: Container) -> None:
    core = container.core
    child, master = stored.dispatched(core), stored.dispatched(core)
    seen = _case(core, child).petition.version
    tell(core, child, Verb.URGE)
    with pytest.raises(StaleVersion):
        family.merge(core, child, master, version=seen, by=DISPATCHER, reason="同一处井盖")
    assert _case(core, master).petition.merged == 0


def test_two_officers_merge_at_once_and_one_wins(container: Container) -> None:
    core = container.core
    child, one, other = (stored.dispatched(core) for _ in range(3))
    seen = _case(core, child).petition.version
    calls = [
        partial(family.merge, core, child, master, version=seen, by=DISPATCHER, reason="同一处")
        for master in (one, other)
    ]
    refusals = [each for each in at_once(calls) if each is not None]
    assert [type(each) for each in refusals] == [StaleVersion]
    assert sorted(_case(core, each).petition.merged for each in (one, other)) == [0, 1]


def test_two_that_are_merged_into_each_other_at_once_do_not_both_vanish(container: Container) -> None:
    core = container.core
    one, other = stored.dispatched(core), stored.dispatched(core)
    pairs = ((one, other), (other, one))
    calls = [partial(family.merge, core, a, b, version=None, by=DISPATCHER, reason="同一处") for a, b in pairs]
    assert len([each for each in at_once(calls) if each is not None]) == 1
    assert sorted(_case(core, each).petition.stage for each in (one, other)) == ["merged", "with_unit"]


def test_a_part_has_the_same_petitioner_a_code_of_its_own_and_its_parent_waits(container: Container) -> None:
    core, parent = container.core, stored.dispatched(container.core)
    part = family.split(core, parent, version=None, by=DISPATCHER, text="路灯也坏了", reason="两件事")
    with core.engine.connect() as connection:
        assert relation.kin(connection, parent).parts == [part]
        assert relation.relatives(connection, parent).open_parts == 1
    assert _case(core, parent).petition.open_parts == 1
    tell(core, parent, *HANDLED, Verb.RECORD_CALLBACK)
    with pytest.raises(OpenChildren):
        tell(core, parent, Verb.CLOSE)
    tell(core, part, Verb.ANSWER)
    _settle(container)
    tell(core, parent, Verb.CLOSE)
    assert _case(core, parent).petition.stage is PetitionStage.CLOSED


def test_me_too_counts_nobody_twice_nor_the_petitioner_and_never_a_report(container: Container) -> None:
    core = container.core
    number = stored.dispatched(core)
    assert family.me_too(core, number, voter="one", phone="13900002222")
    assert not family.me_too(core, number, voter="two", phone="13900002222")
    assert family.me_too(core, number, voter="three")
    assert not family.me_too(core, number, voter="three")
    assert SUBMISSION.phone is not None
    assert not family.me_too(core, number, voter="four", phone=SUBMISSION.phone)
    assert _case(core, number).petition.joined == 2
    report = take(core, replace(SUBMISSION, phone="13700003333"), by=DISPATCHER).number
    with core.change(report) as case:
        intake.classify(
            case,
            by=DISPATCHER,
            at=core.now(),
            timetable=city.timetable(),
            kind=Kind.REPORT,
            topic=act.TOPIC,
            urgency=case.petition.urgency,
        )
    with pytest.raises(InvalidValue):
        family.me_too(core, report, voter="five")
    assert _case(core, report).petition.joined == 0


def test_the_relay_of_the_program_keeps_relatives_in_step(container: Container) -> None:
    table = subscribers(container)
    assert all(len(table[verb]) > 1 for verb in family.FOLLOWED_BY_CHILDREN)


def test_who_was_called_and_let_go_at_once_is_not_waited_for(container: Container) -> None:
    core, (child, master) = container.core, _merged(container)
    tell(core, child, Verb.RECORD_CALLBACK)
    family.unmerge(core, child, version=None, by=DISPATCHER, reason="不是同一处")
    _settle(container)
    assert _case(core, master).petition.uncalled == 0
