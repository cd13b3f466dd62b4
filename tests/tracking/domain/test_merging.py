"""并单 and 拆单: one clock for the unit, and every petitioner is asked."""

from dataclasses import replace

import pytest

from tests.tracking import city, law
from tests.tracking.figure import rate_of
from tests.tracking.people import CALLER, CITIZEN, DISPATCHER
from tests.tracking.rows import MARCH
from tests.tracking.story import MATTER, Story, registered, with_citizen, with_unit
from tracking.domain.error import DomainError, Forbidden, InvalidValue, OpenChildren, OutOfTurn
from tracking.domain.indicator import Left, judge
from tracking.domain.nine import NINE
from tracking.domain.people import SYSTEM
from tracking.domain.procedure import callback, merging
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind, Outcome, Satisfaction, Withdrawal

CHILD, PART = "SY20260302-W-000002-2", "SY20260302-W-000003-3"


def _child(kind: Kind = Kind.COMPLAINT) -> Story:
    return registered(number=CHILD).classified(kind)


def _merge(child: Story, master: Story) -> None:
    merging.merge(child.case, master.case, by=DISPATCHER, at=master.at, reason="同一处井盖")


def _merged() -> tuple[Story, Story]:
    child, master = _child().dispatched(), with_unit()
    _merge(child, master)
    return child, master


def test_a_merged_petition_has_no_clock_and_no_unit_of_its_own() -> None:
    child, master = _merged()
    petition, share = child.case.petition, child.lead
    assert (petition.stage, petition.master) == (PetitionStage.MERGED, master.case.petition.number)
    assert (petition.unit, petition.due_at) == (None, None)
    assert (share.stage, share.withdrawal) == (AssignmentStage.WITHDRAWN, Withdrawal.MERGED)
    assert (master.case.petition.merged, master.case.petition.uncalled) == (1, 1)
    assert len(master.case.assignments) == 1


def test_a_merged_share_is_left_out_and_the_master_counts() -> None:
    child, master = _merged()
    n3 = next(each for each in NINE if each.code == "N3")
    found = judge(n3, child.lead, MARCH)
    assert found is not None
    assert found.left is Left.MERGED
    assert rate_of(master, "N3").denominator == 1


def test_the_master_does_not_close_before_the_merged_petitioner_was_called_back() -> None:
    child, master = _merged()
    master.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK)
    with pytest.raises(OpenChildren) as refused:
        master.closed()
    assert refused.value.details["uncalled"] == 1
    child.do(Verb.RECORD_CALLBACK)
    merging.follow(master.case, by=SYSTEM, at=master.at, uncalled=0)
    assert master.closed().case.petition.stage is PetitionStage.CLOSED
    callback.close_with_master(child.case, by=CALLER, at=master.at, outcome=Outcome.SOLVED)
    assert (child.case.petition.stage, child.case.petition.outcome) == (PetitionStage.CLOSED, Outcome.SOLVED)


def test_a_merged_petitioner_rates_also_after_the_end_and_moves_nobodys_share() -> None:
    child, master = _merged()
    callback.close_with_master(child.case, by=CALLER, at=master.at, outcome=Outcome.SOLVED)
    child.do(Verb.RATE)
    assert child.case.petition.satisfaction is Satisfaction.VERY_SATISFIED
    assert child.lead.satisfaction is None


def test_whoever_cannot_be_called_is_not_waited_for() -> None:
    child, master = registered(number=CHILD, matter=replace(MATTER, identity=Identity.ANONYMOUS)), with_unit()
    _merge(child, master)
    assert (master.case.petition.merged, master.case.petition.uncalled) == (1, 0)


def test_unmerged_it_waits_for_its_own_dispatch() -> None:
    child, master = _merged()
    merging.unmerge(
        child.case, master.case, by=DISPATCHER, at=master.at, timetable=city.timetable(), reason="不是同一处"
    )
    assert (child.case.petition.stage, child.case.petition.master) == (PetitionStage.AWAITING_DISPATCH, None)
    assert (master.case.petition.merged, master.case.petition.uncalled) == (0, 0)
    assert child.dispatched().lead.round == 2


@pytest.mark.parametrize("kinds", [(Kind.REPORT, Kind.COMPLAINT), (Kind.HELP, Kind.REPORT)])
def test_a_report_is_merged_with_reports_only(kinds: tuple[Kind, Kind]) -> None:
    with pytest.raises(InvalidValue):
        _merge(_child(kinds[0]), with_unit(kinds[1]))


def test_nothing_is_merged_into_itself_into_an_ended_matter_or_with_merged_ones_of_its_own() -> None:
    alone, (child, master) = with_unit(), _merged()
    ended = with_citizen().do(Verb.RECORD_CALLBACK).closed()
    for one, other, refusal in (
        (alone, alone, InvalidValue),
        (_child(), ended, OutOfTurn),
        (child, alone, OutOfTurn),
        (master, registered(number=PART), OpenChildren),
    ):
        before = law.snapshot(one.case), law.snapshot(other.case)
        with pytest.raises(refusal):
            _merge(one, other)
        assert (law.snapshot(one.case), law.snapshot(other.case)) == before


def test_the_program_never_merges() -> None:
    child, master = _child(), with_unit()
    with pytest.raises(Forbidden):
        merging.merge(child.case, master.case, by=SYSTEM, at=master.at, reason="相似")
    assert master.case.petition.merged == 0


def test_a_report_is_joined_by_nobody() -> None:
    assert with_unit().do(Verb.JOIN, Verb.JOIN).case.petition.joined == 2
    with pytest.raises(InvalidValue):
        merging.join(with_unit(Kind.REPORT).case, by=CITIZEN, at=city.MONDAY)


def test_a_part_is_a_petition_of_its_own_and_its_parent_waits() -> None:
    parent = with_unit()
    part = merging.split(
        parent.case, PART, by=DISPATCHER, at=parent.at, timetable=city.timetable(), text="路灯也坏了", reason="两件事"
    )
    assert (part.petition.split_from, part.petition.stage) == (parent.case.petition.number, PetitionStage.REGISTERED)
    assert part.texts[0].body == "路灯也坏了"
    parent.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK)
    with pytest.raises(OpenChildren) as refused:
        parent.closed()
    assert refused.value.details["parts"] == 1
    merging.follow(parent.case, by=SYSTEM, at=parent.at, open_parts=0)
    assert parent.closed().case.petition.closed_at


def test_what_follows_is_noted_once() -> None:
    story = with_unit()
    merging.follow(story.case, by=SYSTEM, at=story.at, open_parts=0, uncalled=0)
    assert story.case.entries[-1].verb is Verb.DISPATCH


def test_two_matters_are_split_only_while_there_is_something_to_do() -> None:
    with pytest.raises(DomainError):
        with_citizen().do(Verb.SPLIT)
