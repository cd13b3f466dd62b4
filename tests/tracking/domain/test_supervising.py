"""督办: review, cards, and what ends a matter."""

import pytest

from tests.tracking.city import closing
from tests.tracking.people import OTHER_UNIT
from tests.tracking.story import Story, registered, with_unit
from tracking.domain.error import DomainError, OpenChildren
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Urgency


def _handling(kind: Kind = Kind.COMPLAINT, *, urgency: Urgency = Urgency.NORMAL) -> Story:
    return with_unit(kind, urgency=urgency).do(Verb.SIGN)


def test_a_report_that_is_sent_back_was_no_report() -> None:
    story = _handling().do(Verb.REPORT_BACK, Verb.SEND_BACK)
    assert (story.lead.stage, story.lead.reported_at, story.lead.sent_back) == (AssignmentStage.HANDLING, None, 1)
    assert story.case.petition.stage is PetitionStage.WITH_UNIT


def test_a_lead_is_not_accepted_while_an_assist_is_open() -> None:
    story = _handling()
    story.assisted(OTHER_UNIT)
    story.do(Verb.REPORT_BACK)
    with pytest.raises(OpenChildren):
        story.do(Verb.ACCEPT_REPORT)
    story.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, index=2)
    assert story.do(Verb.ACCEPT_REPORT).case.petition.stage is PetitionStage.AWAITING_CALLBACK


def test_an_accepted_report_starts_the_call_back_clock() -> None:
    story = _handling().do(Verb.REPORT_BACK, Verb.ACCEPT_REPORT)
    assert story.case.petition.callback_due_at == closing(3, 5)


def test_a_yellow_card_begins_a_supervised_limit_of_three_working_days() -> None:
    story = _handling().until(closing(3, 9)).do(Verb.ISSUE_YELLOW_CARD)
    assert (story.lead.yellow_card_at, story.lead.supervised_due_at) == (closing(3, 9), closing(3, 12))


def test_an_extension_granted_after_the_card_moves_the_supervised_limit_behind_the_new_deadline() -> None:
    story = _handling().until(closing(3, 9)).do(Verb.REQUEST_EXTENSION, Verb.ISSUE_YELLOW_CARD)
    story.later(hours=16).do(Verb.GRANT_EXTENSION)
    assert (story.lead.handle_due_at, story.lead.supervised_due_at) == (closing(3, 16), closing(3, 19))
    assert story.lead.yellow_card_at == closing(3, 9), "that the deadline was missed stays written"


@pytest.mark.parametrize("ending", [Verb.WITHDRAW, Verb.TERMINATE])
def test_whoever_ends_the_matter_takes_it_from_every_unit(ending: Verb) -> None:
    story = _handling()
    story.assisted(OTHER_UNIT)
    story.later(hours=1).do(ending)
    assert not [each for each in story.case.assignments if each.is_open]
    assert {each.withdrawn_at for each in story.case.assignments} == {story.at}


def test_every_refusal_has_a_code_of_its_own() -> None:
    family: list[type[DomainError]] = [DomainError, *DomainError.__subclasses__()]
    assert len({error.code for error in family}) == len(family)


def test_a_statutory_limit_is_the_units_deadline() -> None:
    story = registered().classified().dispatched(statutory_days=10)
    assert story.lead.handle_due_at == closing(3, 16)
