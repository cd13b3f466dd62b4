"""The two tables of stages, pair by pair: what is allowed lands where they say, the rest changes nothing."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from itertools import product

import pytest

from tests.tracking.people import OTHER_UNIT, UNIT, entitled
from tests.tracking.story import Story, with_unit
from tracking.domain.case import Case
from tracking.domain.error import OutOfTurn
from tracking.domain.petition import Assignment
from tracking.domain.stage import ASSIGNMENT, OPEN_STAGES, PETITION, AssignmentStage, PetitionStage
from tracking.domain.verb import Verb

PICTURE = """
registered        → awaiting_dispatch answered declined diverted merged withdrawn terminated
awaiting_dispatch → with_unit answered declined diverted merged withdrawn terminated
with_unit         → under_review awaiting_dispatch merged withdrawn terminated
under_review      → awaiting_callback with_unit withdrawn terminated
awaiting_callback → closed with_unit withdrawn terminated
closed            → archived awaiting_dispatch
merged            → awaiting_dispatch closed withdrawn
answered          → archived
declined          → archived
diverted          → archived
withdrawn         → archived
terminated        → archived
"""
UNITS_PICTURE = """
to_sign        → handling return_pending withdrawn
handling       → submitted return_pending suspended withdrawn
submitted      → completed handling withdrawn
return_pending → returned to_sign handling withdrawn
suspended      → handling withdrawn
"""
WHOLE_PETITION = {Verb.WITHDRAW, Verb.TERMINATE}
ON_ONE_PART = {verb for _, verb in ASSIGNMENT} - WHOLE_PETITION


def _drawn(picture: str) -> set[tuple[str, str]]:
    lines = [line.split("→") for line in picture.strip().splitlines()]
    return {(stage.strip(), after) for stage, afters in lines for after in afters.split()}


@pytest.mark.parametrize(("table", "picture"), [(PETITION, PICTURE), (ASSIGNMENT, UNITS_PICTURE)])
def test_the_tables_are_the_published_picture(table: Mapping[tuple[str, Verb], tuple[str, ...]], picture: str) -> None:
    moves = {(stage, after) for (stage, _), afters in table.items() for after in afters if after != stage}
    assert moves == _drawn(picture)


def _first(stages: Iterable[tuple[object, Verb]], verb: Verb, otherwise: object) -> object:
    return next((stage for stage, each in stages if each is verb), otherwise)


def _at(stage: PetitionStage, verb: Verb) -> tuple[Case, Assignment | None]:
    """A case at ``stage`` whose lead stands where ``verb`` is possible."""
    case = with_unit().case
    case.petition.stage = stage
    case.lead.stage = _first(ASSIGNMENT, verb, AssignmentStage.HANDLING)  # type: ignore[assignment]
    return case, case.lead if verb in ON_ONE_PART else None


@pytest.mark.parametrize(("stage", "verb"), list(product(PetitionStage, Verb)))
def test_a_petition_moves_only_as_its_table_says(stage: PetitionStage, verb: Verb) -> None:
    case, on = _at(stage, verb)
    before, following = deepcopy(case), PETITION.get((stage, verb))
    if following:
        case.record(verb, by=entitled(verb), at=case.petition.received_at, on=on)
        assert case.petition.stage is following[0]
        assert case.petition.version == before.petition.version + 1
        return
    with pytest.raises(OutOfTurn) as refused:
        case.record(verb, by=entitled(verb), at=case.petition.received_at, on=on)
    assert set(refused.value.allowed) == {each for at, each in PETITION if at is stage}
    assert case == before


@pytest.mark.parametrize(("stage", "verb"), list(product(AssignmentStage, Verb)))
def test_an_assignment_moves_only_as_its_table_says(stage: AssignmentStage, verb: Verb) -> None:
    case = with_unit().case
    case.petition.stage = _first(PETITION, verb, PetitionStage.WITH_UNIT)  # type: ignore[assignment]
    case.lead.stage = stage
    before, following = deepcopy(case), ASSIGNMENT.get((stage, verb))
    if following:
        case.record(verb, by=entitled(verb), at=case.petition.received_at, on=case.lead)
        assert case.lead.stage is following[0]
        return
    with pytest.raises(OutOfTurn) as refused:
        case.record(verb, by=entitled(verb), at=case.petition.received_at, on=case.lead)
    assert set(refused.value.allowed) == {each for at, each in ASSIGNMENT if at is stage}
    assert case == before


def _assisted() -> Story:
    story = with_unit()
    story.assisted(OTHER_UNIT)
    return story


@pytest.mark.parametrize(("stage", "verb"), sorted(ASSIGNMENT))
def test_an_assisting_unit_never_moves_the_petition(stage: AssignmentStage, verb: Verb) -> None:
    case = _assisted().case
    assist = case.assignment(2)
    assist.stage = stage
    case.record(verb, by=entitled(verb, OTHER_UNIT), at=case.petition.received_at, on=assist)
    assert case.petition.stage is PetitionStage.WITH_UNIT
    assert assist.stage in ASSIGNMENT[stage, verb]


@pytest.mark.parametrize(("signed", "back"), [(False, AssignmentStage.TO_SIGN), (True, AssignmentStage.HANDLING)])
def test_a_rejected_return_goes_back_to_where_it_came_from(signed: bool, back: AssignmentStage) -> None:
    story = with_unit().do(*([Verb.SIGN] if signed else []), Verb.RETURN, Verb.REJECT_RETURN)
    assert story.lead.stage is back
    assert back in ASSIGNMENT[AssignmentStage.RETURN_PENDING, Verb.REJECT_RETURN]


def test_every_verb_after_the_first_stands_in_the_petitions_table() -> None:
    assert {verb for _, verb in PETITION} == set(Verb) - {Verb.REGISTER, Verb.TAKE_OVER}


@pytest.mark.parametrize("stage", sorted(OPEN_STAGES))
@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.TERMINATE])
def test_every_open_petition_can_be_withdrawn_and_terminated(stage: PetitionStage, verb: Verb) -> None:
    assert (stage, verb) in PETITION


def test_what_is_archived_stays_as_it_is() -> None:
    left = {verb for stage, verb in PETITION if stage is PetitionStage.ARCHIVED}
    assert left == {Verb.REQUEST_DATA, Verb.DECIDE_DATA}, "one's own data may be asked for as long as they are kept"


def test_only_a_closed_petition_is_reopened() -> None:
    assert [stage for stage, verb in PETITION if verb is Verb.REOPEN] == [PetitionStage.CLOSED]


def test_a_unit_cannot_end_a_matter_by_itself() -> None:
    story = with_unit().do(Verb.SIGN)
    endings = {Verb.ANSWER, Verb.DECLINE, Verb.DIVERT, Verb.CLOSE, Verb.WITHDRAW, Verb.TERMINATE}
    assert not endings & {verb for verb in Verb if entitled(verb).unit == UNIT}
    assert story.lead.is_open
