"""The edge cases of what the citizen is asked: N5 to N7, and whether there was a contact at all."""

from dataclasses import replace

import pytest

from tests.tracking.figure import BY_CODE, counts, rate_of
from tests.tracking.rows import MARCH
from tests.tracking.story import with_citizen, with_unit
from tracking.domain.indicator import Left, judge
from tracking.domain.nine import NINE
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Outcome, Satisfaction, Verification


@pytest.mark.parametrize(
    ("satisfaction", "credit"),
    [
        (Satisfaction.VERY_SATISFIED, "1"),
        (Satisfaction.SATISFIED, "1"),
        (Satisfaction.BASICALLY_SATISFIED, "0.9"),
        (Satisfaction.DISSATISFIED, "0"),
        (Satisfaction.VERY_DISSATISFIED, "0"),
    ],
)
def test_satisfaction_counts_in_tenths(satisfaction: Satisfaction, credit: str) -> None:
    assert counts(with_citizen().called(Answers(satisfaction=satisfaction)), "N6") == f"{credit}/1"


@pytest.mark.parametrize(
    ("outcome", "credit", "denominator"),
    [
        (Outcome.SOLVED, "1", 1),
        (Outcome.PARTLY_SOLVED, "0.5", 1),
        (Outcome.UNSOLVED, "0", 1),
        (Outcome.EXPLAINED, "0", 0),
    ],
)
def test_a_half_solved_matter_counts_half(outcome: Outcome, credit: str, denominator: int) -> None:
    assert counts(with_citizen().called(Answers(outcome=outcome)), "N5") == f"{credit}/{denominator}"


@pytest.mark.parametrize("kind", [Kind.INQUIRY, Kind.SUGGESTION, Kind.PRAISE])
def test_resolution_is_not_asked_of_inquiries_suggestions_and_praise(kind: Kind) -> None:
    story = with_citizen(kind).called(Answers(outcome=Outcome.UNSOLVED))
    assert (rate_of(story, "N5").value, rate_of(story, "N5").left) == (None, 1)


def test_what_is_beyond_the_units_duty_is_left_out_of_resolution_only() -> None:
    story = with_unit().do(Verb.SIGN).reported(beyond_duty=True).accepted(beyond_duty=True)
    story.called(Answers(outcome=Outcome.UNSOLVED, satisfaction=Satisfaction.DISSATISFIED))
    assert [counts(story, code) for code in ("N5", "N6")] == ["0/0", "0/1"]


def test_the_last_rating_wins() -> None:
    story = with_citizen().called(Answers(satisfaction=Satisfaction.DISSATISFIED)).later(days=1)
    story.called(Answers(satisfaction=Satisfaction.VERY_SATISFIED))
    assert counts(story, "N6") == "1/1"


def test_an_annulled_rating_is_kept_visible_but_not_counted() -> None:
    story = with_citizen().called(Answers(satisfaction=Satisfaction.DISSATISFIED))
    annulled = replace(story.lead, rating_annulled=True)
    found = judge(BY_CODE["N6"], annulled, MARCH)
    assert found is not None
    assert (found.credit, found.left) == (None, Left.RATING_ANNULLED)


def test_whoever_could_not_be_reached_is_out_of_n5_to_n7_only() -> None:
    story = with_citizen().unreached().closed()
    assert [each.code for each in NINE if not rate_of(story, each.code).denominator] == ["N5", "N6", "N7"]


@pytest.mark.parametrize(
    ("verified", "expected"),
    [(Verification.TRUE, "1/1"), (Verification.FALSE, "0/1"), (Verification.CANNOT_JUDGE, "0/0")],
)
def test_who_cannot_judge_the_handling_is_left_out(verified: Verification, expected: str) -> None:
    assert counts(with_citizen().called(Answers(verified=verified)), "N7") == expected


def test_a_contact_denied_by_the_citizen_was_none() -> None:
    assert rate_of(with_citizen(), "N2").value == 1
    assert rate_of(with_citizen().called(Answers(contacted=False)), "N2").value == 0
