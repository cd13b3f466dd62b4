"""转办, 退单, 协办 and 重办: one unit in charge, and each round a new assignment."""

import pytest

from tests.tracking import city
from tests.tracking.city import closing
from tests.tracking.people import DISPATCHER, OTHER_UNIT, UNIT, handler
from tests.tracking.story import registered, with_citizen, with_unit
from tracking.domain.error import InvalidValue, MissingField, NotFound, TooLate
from tracking.domain.people import SYSTEM
from tracking.domain.procedure import dispatching, returning
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Decision, Kind, Nature, ReworkCause, Withdrawal


def test_a_dispatch_sets_all_four_clocks_of_the_unit() -> None:
    lead = with_unit(Kind.COMPLAINT).lead
    assert (lead.sign_due_at, lead.return_due_at) == (closing(3, 3), closing(3, 3))
    assert (lead.contact_due_at, lead.handle_due_at) == (city.at(3, 3), closing(3, 9))
    assert (lead.remind_at, lead.provisional) == (closing(3, 6), False)


def test_the_petition_shows_who_is_in_charge_and_until_when() -> None:
    petition = with_unit().case.petition
    assert (petition.unit, petition.due_at, petition.round) == (UNIT, closing(3, 9), 1)


def test_a_dispatch_by_the_program_is_told_apart() -> None:
    story, table = registered().classified(), city.timetable()
    dispatching.dispatch(story.case, by=SYSTEM, at=story.at, timetable=table, unit=UNIT, basis="权责清单")
    assert story.lead.dispatched_by_system
    assert not with_unit().lead.dispatched_by_system


def test_a_dispatch_without_a_basis_is_refused() -> None:
    story, table = registered().classified(), city.timetable()
    with pytest.raises(MissingField):
        dispatching.dispatch(story.case, by=DISPATCHER, at=story.at, timetable=table, unit=UNIT, basis="")


def test_a_dispatch_late_in_december_is_provisional() -> None:
    story = with_unit(at=city.at(12, 30))
    assert (story.lead.handle_due_at, story.lead.remind_at, story.lead.provisional) == (None, None, True)
    assert story.case.petition.due_at is None


def test_an_upheld_return_sends_the_petition_back_and_takes_the_assists_along() -> None:
    story = with_unit()
    story.assisted(OTHER_UNIT)
    story.do(Verb.RETURN, Verb.UPHOLD_RETURN)
    petition, assist = story.case.petition, story.case.assignment(2)
    assert (petition.stage, petition.returns) == (PetitionStage.AWAITING_DISPATCH, 1)
    assert (petition.unit, petition.due_at) == (None, None)
    assert (story.lead.stage, story.lead.return_decision) == (AssignmentStage.RETURNED, Decision.UPHELD)
    assert story.lead.return_decided_at == assist.withdrawn_at == story.at
    assert (assist.stage, assist.withdrawal) == (AssignmentStage.WITHDRAWN, Withdrawal.REROUTED)


def test_an_upheld_return_of_an_assist_leaves_the_petition_where_it_is() -> None:
    story = with_unit()
    story.assisted(OTHER_UNIT)
    story.do(Verb.RETURN, Verb.UPHOLD_RETURN, index=2)
    assert (story.case.petition.stage, story.case.petition.returns) == (PetitionStage.WITH_UNIT, 0)
    assert story.lead.is_open


def test_the_next_units_clock_starts_at_its_own_dispatch() -> None:
    story = with_unit().later(days=1).do(Verb.RETURN, Verb.UPHOLD_RETURN).later(days=1).dispatched(OTHER_UNIT)
    assert (story.lead.round, story.lead.handle_due_at) == (2, closing(3, 11))
    assert story.case.petition.received_at == city.MONDAY, "the citizen's total age runs on"


def test_a_rejected_return_never_paused_the_clock_and_cannot_be_repeated() -> None:
    story = with_unit().do(Verb.RETURN).later(days=2).do(Verb.REJECT_RETURN)
    assert story.lead.handle_due_at == closing(3, 9)
    with pytest.raises(TooLate):
        story.do(Verb.RETURN)


@pytest.mark.parametrize(
    ("reason", "target", "explanation", "refusal"),
    [
        ("", "B110", "不在职责内", MissingField),
        ("wrong_function", "", "不在职责内", MissingField),
        ("wrong_function", "B110", "", MissingField),
        ("wrong_function", UNIT, "不在职责内", InvalidValue),
    ],
)
def test_not_ours_needs_a_reason_its_basis_and_whose_it_is(
    reason: str, target: str, explanation: str, refusal: type[Exception]
) -> None:
    story = with_unit()
    said = {"reason": reason, "target": target, "explanation": explanation}
    with pytest.raises(refusal):
        returning.return_(story.case, 1, by=handler(), at=story.at, **said)
    assert story.lead.stage is AssignmentStage.TO_SIGN


def test_a_unit_cannot_assist_itself() -> None:
    with pytest.raises(InvalidValue):
        with_unit().assisted(UNIT)


def test_a_rework_is_a_new_assignment_with_half_the_limit() -> None:
    story = with_citizen().reworked(ReworkCause.NOT_DONE)
    first, second = story.case.assignments
    assert (first.stage, first.rework_cause) == (AssignmentStage.COMPLETED, ReworkCause.NOT_DONE)
    assert (second.stage, second.rework_of, second.unit) == (AssignmentStage.TO_SIGN, 1, UNIT)
    assert (second.nature, second.round, second.handle_due_at) == (Nature.LEAD, 2, closing(3, 4))
    assert (story.case.petition.stage, story.case.petition.reworks) == (PetitionStage.WITH_UNIT, 1)


def test_before_the_first_dispatch_there_is_no_lead() -> None:
    with pytest.raises(NotFound):
        _ = registered().lead


def test_an_assignment_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound) as missing:
        with_unit().case.assignment(7)
    assert missing.value.details["assignment"] == 7
