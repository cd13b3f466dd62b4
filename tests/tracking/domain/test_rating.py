"""评价 and its appeal; and how often the citizen is tried before a matter may close."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.tracking.city import at
from tests.tracking.figure import counts, rate_of
from tests.tracking.people import CALLER
from tests.tracking.story import Story, with_citizen
from tracking.domain.error import InvalidValue, TooEarly, TooLate
from tracking.domain.indicator import Rate
from tracking.domain.procedure import callback
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, ReworkCause, Satisfaction

BAD, GOOD = Answers(satisfaction=Satisfaction.DISSATISFIED), Answers(satisfaction=Satisfaction.SATISFIED)


def _rated(answers: Answers = BAD) -> Story:
    return with_citizen().called(answers)


def _tried(*moments: datetime) -> Story:
    story = with_citizen()
    for moment in moments:
        story.until(moment).called(None)
    return story


@pytest.mark.parametrize(
    "moments",
    [
        [],
        [at(3, 3, 9), at(3, 4, 10)],
        [at(3, 3, 9), at(3, 3, 11), at(3, 3, 15)],
        [at(3, 3, 9), at(3, 3, 9, 30), at(3, 4, 9)],
    ],
    ids=["none", "two", "on one day", "at the same hour"],
)
def test_nothing_closes_before_three_tries_at_different_hours_on_two_days(moments: list[datetime]) -> None:
    story = _tried(*moments)
    with pytest.raises(TooEarly) as refused:
        story.closed()
    assert refused.value.details["tries"] == len(moments)
    assert story.case.petition.closed_at is None


def test_after_three_tries_at_different_hours_on_two_days_it_closes() -> None:
    assert _tried(at(3, 3, 9), at(3, 3, 11), at(3, 4, 15)).closed().case.petition.closed_at


def test_praise_closes_without_a_call() -> None:
    story = with_citizen(Kind.PRAISE)
    assert (story.case.petition.callback_due_at, story.case.petition.callback_needed) == (None, False)
    assert story.closed().case.petition.closed_at


def test_a_rework_is_called_back_anew() -> None:
    story = _rated().reworked(ReworkCause.NOT_DONE).do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT)
    with pytest.raises(TooEarly):
        story.closed()


def test_after_a_rework_only_the_last_rating_counts() -> None:
    story = _rated().reworked(ReworkCause.NOT_DONE).do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT)
    assert counts(story, "N6") == "0/1"
    story.called(GOOD)
    assert (counts(story, "N6"), rate_of(story, "N6").left) == ("1/1", 1)


def test_an_appeal_counts_in_the_units_favour_until_it_is_decided() -> None:
    story = _rated().do(Verb.APPEAL_RATING)
    found = rate_of(story, "N6")
    assert found == Rate(numerator=Decimal(1), denominator=1, undecided=1)
    assert counts(story.do(Verb.KEEP_RATING), "N6") == "0/1"


def test_an_annulled_rating_stays_visible_with_its_reason_and_leaves_the_figure() -> None:
    story = _rated().do(Verb.APPEAL_RATING, Verb.ANNUL_RATING)
    assert story.lead.satisfaction is Satisfaction.DISSATISFIED
    assert "reason" in story.case.entries[-1].facts["texts"]
    assert (counts(story, "N6"), rate_of(story, "N6").left) == ("0/0", 1)


def test_a_new_rating_ends_an_appeal_and_an_annulment() -> None:
    story = _rated().do(Verb.APPEAL_RATING, Verb.ANNUL_RATING)
    assert counts(story.called(GOOD), "N6") == "1/1"
    assert _rated().do(Verb.APPEAL_RATING).called(GOOD).lead.rating_appealed_at is None


def test_there_is_no_appeal_without_a_rating_twice_or_after_the_annulment() -> None:
    with pytest.raises(InvalidValue):
        with_citizen().do(Verb.APPEAL_RATING)
    with pytest.raises(TooLate):
        _rated().do(Verb.APPEAL_RATING, Verb.APPEAL_RATING)
    with pytest.raises(InvalidValue):
        _rated().do(Verb.APPEAL_RATING, Verb.ANNUL_RATING, Verb.APPEAL_RATING)


@pytest.mark.parametrize("decision", [Verb.ANNUL_RATING, Verb.KEEP_RATING])
def test_nothing_is_decided_without_an_appeal(decision: Verb) -> None:
    with pytest.raises(TooLate):
        _rated().do(decision)


def test_the_outcome_of_nobodys_answer_is_never_satisfaction() -> None:
    story = _tried(at(3, 3, 9), at(3, 3, 11), at(3, 4, 15))
    callback.close(story.case, by=CALLER, at=story.at)
    assert story.case.petition.satisfaction is None
    assert rate_of(story, "N6").denominator == 0
