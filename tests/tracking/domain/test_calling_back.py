"""回访, 结案 and reopening: silence is not satisfaction, and the last word counts."""

from datetime import timedelta

import pytest

from tests.tracking import city
from tests.tracking.people import CITIZEN
from tests.tracking.story import Story, registered, with_citizen, with_unit
from tracking.domain.error import DomainError, InvalidValue, MissingField, TooLate
from tracking.domain.procedure import callback
from tracking.domain.procedure.rating import Answers
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome, Satisfaction, Verification

REOPEN_WITHIN = timedelta(days=30)
ALL = Answers(
    contacted=True,
    verified=Verification.TRUE,
    outcome=Outcome.SOLVED,
    satisfaction=Satisfaction.SATISFIED,
)


def _closed() -> Story:
    return with_citizen().called(ALL).closed()


def test_a_try_that_reached_nobody_is_counted_and_says_nothing() -> None:
    story = with_citizen().called(None).called(None)
    lead = story.lead
    assert story.case.petition.callback_tries == 2
    assert (lead.callback_at, lead.callback_outcome, lead.satisfaction, lead.callback_verified) == (None,) * 4


def test_a_call_without_any_answer_is_not_a_call_back() -> None:
    with pytest.raises(InvalidValue):
        with_citizen().called(Answers())


def test_the_last_answer_counts_and_a_missing_one_changes_nothing() -> None:
    story = with_citizen().called(ALL).later(days=1)
    story.called(Answers(satisfaction=Satisfaction.DISSATISFIED))
    assert (story.lead.satisfaction, story.case.petition.satisfaction) == (Satisfaction.DISSATISFIED,) * 2
    assert (story.lead.callback_outcome, story.lead.callback_verified) == (Outcome.SOLVED, Verification.TRUE)
    story.called(Answers(outcome=Outcome.UNSOLVED))
    assert (story.lead.satisfaction, story.case.petition.satisfaction) == (Satisfaction.DISSATISFIED,) * 2


def test_who_denied_the_contact_has_not_taken_it_back_by_rating() -> None:
    story = with_citizen().called(Answers(contacted=False))
    assert story.lead.contact_denied
    assert story.called(Answers(satisfaction=Satisfaction.SATISFIED)).lead.contact_denied
    assert not story.called(Answers(contacted=True)).lead.contact_denied


def test_a_rating_after_closing_still_counts() -> None:
    story = _closed().later(days=2).called(Answers(satisfaction=Satisfaction.VERY_DISSATISFIED))
    assert story.case.petition.stage is PetitionStage.CLOSED
    assert story.lead.satisfaction is Satisfaction.VERY_DISSATISFIED


def test_a_matter_closes_with_what_the_citizen_confirmed() -> None:
    story = with_citizen().called(Answers(outcome=Outcome.PARTLY_SOLVED)).later(hours=1).closed()
    assert (story.case.petition.outcome, story.case.petition.closed_at) == (Outcome.PARTLY_SOLVED, story.at)
    assert story.lead.decided_at == story.at


def test_where_nobody_could_be_reached_the_reported_outcome_stands_and_nothing_is_satisfied() -> None:
    story = with_citizen().unreached().closed()
    assert story.case.petition.outcome is Outcome.SOLVED
    assert story.case.petition.satisfaction is None


def test_nothing_closes_without_an_outcome() -> None:
    story = with_citizen().unreached()
    story.lead.reported_outcome = None
    with pytest.raises(MissingField):
        story.closed()


def test_the_desk_may_settle_another_outcome_than_the_unit_reported() -> None:
    assert with_citizen().called(ALL).closed(Outcome.EXPLAINED).case.petition.outcome is Outcome.EXPLAINED


def test_the_citizen_reopens_within_thirty_days_of_closing() -> None:
    story = _closed()
    story.later(seconds=REOPEN_WITHIN.total_seconds()).do(Verb.REOPEN)
    assert (story.case.petition.stage, story.case.petition.closed_at) == (PetitionStage.AWAITING_DISPATCH, None)


def test_after_thirty_days_it_is_too_late() -> None:
    story = _closed().later(seconds=REOPEN_WITHIN.total_seconds() + 1)
    with pytest.raises(TooLate):
        story.do(Verb.REOPEN)


def test_a_reopened_matter_gets_a_new_round_and_the_days_count_from_the_new_closing() -> None:
    story = _closed().later(days=20).do(Verb.REOPEN).dispatched()
    assert (story.lead.round, story.lead.rework_of) == (2, None)
    story.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.CLOSE).later(days=29).do(
        Verb.REOPEN
    )
    assert story.case.petition.stage is PetitionStage.AWAITING_DISPATCH


def test_reopening_needs_a_reason() -> None:
    story = _closed()
    with pytest.raises(MissingField):
        callback.reopen(story.case, by=CITIZEN, at=story.at + timedelta(days=1), timetable=city.timetable(), reason="")


@pytest.mark.parametrize("story", [registered(), with_unit(), with_citizen(), registered().do(Verb.ANSWER)])
def test_what_was_not_closed_after_handling_cannot_be_reopened(story: Story) -> None:
    with pytest.raises(DomainError):
        story.do(Verb.REOPEN)
