"""Every refusal, word for word: programs read the details, people the sentence their language has for the code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tracking import act, city
from tests.tracking.people import DISPATCHER, OTHER_UNIT, UNIT, entitled
from tests.tracking.refused import REFUSED
from tests.tracking.story import registered, with_citizen, with_unit
from tracking.domain.deadline import Step
from tracking.domain.error import DomainError, UnknownCode
from tracking.domain.procedure import callback, card
from tracking.domain.stage import allowed_on_assignment, allowed_on_petition
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Card, Outcome


@pytest.mark.parametrize("name", REFUSED)
def test_it_says_what_is_wrong_and_where(name: str) -> None:
    begin, bad, expected = REFUSED[name]
    story = begin()
    with pytest.raises(type(expected)) as refused:
        bad(story)
    assert (str(refused.value), refused.value.details) == (str(expected), expected.details)


def test_the_last_moment_is_still_in_time() -> None:
    story = with_unit().do(Verb.SIGN)
    due_at = story.lead.handle_due_at
    assert due_at is not None
    story.until(due_at).do(Verb.REQUEST_EXTENSION)
    assert story.pause_asked(due_at + timedelta(days=180)).lead.suspension_asked_at == due_at


def test_it_can_be_reopened_on_the_thirtieth_day() -> None:
    assert (
        with_citizen().do(Verb.RECORD_CALLBACK, Verb.CLOSE).later(days=30).do(Verb.REOPEN).case.petition.closed_at
        is None
    )


@pytest.mark.parametrize("verb", [Verb.CLOSE, Verb.REOPEN, Verb.RATE])
def test_out_of_turn_says_what_is_possible_on_the_petition(verb: Verb) -> None:
    story = registered()
    with pytest.raises(DomainError) as refused:
        act.do(verb, story.case, at=story.at)
    stage = story.case.petition.stage
    assert str(refused.value) == f"{verb} at {stage}"
    assert refused.value.allowed == tuple(allowed_on_petition(stage))


@pytest.mark.parametrize("verb", [Verb.ACCEPT_REPORT, Verb.RESUME, Verb.SEND_BACK])
def test_out_of_turn_says_what_is_possible_on_the_share(verb: Verb) -> None:
    story = with_unit()
    with pytest.raises(DomainError) as refused:
        story.do(verb)
    assert str(refused.value) == f"{verb} at to_sign"
    assert refused.value.allowed == tuple(allowed_on_assignment(story.lead.stage))


def test_only_arbitration_is_left_after_two_returns() -> None:
    story = with_unit().do(Verb.RETURN, Verb.UPHOLD_RETURN).dispatched(OTHER_UNIT).do(Verb.RETURN, Verb.UPHOLD_RETURN)
    with pytest.raises(DomainError) as refused:
        story.dispatched()
    assert (refused.value.code, str(refused.value)) == ("needs_arbitration", "supervision must arbitrate")
    assert refused.value.allowed == (Verb.ARBITRATE,)


def test_a_binding_dispatch_names_what_else_is_possible() -> None:
    story = registered().classified().do(Verb.ARBITRATE)
    with pytest.raises(DomainError) as refused:
        story.do(Verb.RETURN)
    assert Verb.SIGN in refused.value.allowed
    assert Verb.RETURN not in refused.value.allowed


NEEDED = {
    Verb.CORRECT: ("reason",),
    Verb.ANSWER: ("reply",),
    Verb.DECLINE: ("reason", "explanation"),
    Verb.DIVERT: ("target",),
    Verb.SPLIT: ("text", "reason"),
    Verb.DISPATCH: ("unit", "basis"),
    Verb.ARBITRATE: ("unit", "basis"),
    Verb.CONTACT: ("note",),
    Verb.RETURN: ("reason", "target", "explanation"),
    Verb.REQUEST_EXTENSION: ("reason",),
    Verb.REFUSE_EXTENSION: ("reason",),
    Verb.REFUSE_SUSPENSION: ("reason",),
    Verb.REPORT_BACK: ("reply",),
    Verb.SEND_BACK: ("reason",),
    Verb.APPEAL_RATING: ("reason",),
    Verb.ANNUL_RATING: ("reason",),
    Verb.REWORK: ("reason",),
    Verb.REOPEN: ("reason",),
    Verb.ASK: ("question",),
    Verb.ADD_FACTS: ("words",),
    Verb.TERMINATE: ("reason",),
    Verb.ANSWER_ORDER: ("answer",),
    Verb.ANSWER_URGE: ("answer",),
    Verb.CANCEL_CARD: ("reason",),
}
EACH_NEEDED = [(verb, name) for verb, names in NEEDED.items() for name in names]


@pytest.mark.parametrize(("verb", "name"), EACH_NEEDED)
def test_what_must_be_said_cannot_be_left_empty(verb: Verb, name: str) -> None:
    story, way = with_unit(), act.ACTS[verb]
    timetable = {"timetable": city.timetable()} if way.timed else {}
    where = (story.case, 1) if way.part else (story.case,)
    for empty in ("", " ", None):
        with pytest.raises(DomainError) as refused:
            way.act(*where, by=entitled(verb, UNIT), at=story.at, **timetable, **{**way.said, name: empty})
        code, words = refused.value.code, str(refused.value)
        assert (code, words, refused.value.details) == ("missing_field", f"{name} is missing", {"field": name})


def test_an_outcome_is_needed_to_close() -> None:
    story = with_citizen().do(Verb.RECORD_CALLBACK)
    story.lead.reported_outcome = story.lead.callback_outcome = None
    with pytest.raises(DomainError) as refused:
        callback.close(story.case, by=DISPATCHER, at=story.at)
    assert (refused.value.code, refused.value.details) == ("missing_field", {"field": "outcome"})


def test_rules_without_a_limit_are_a_fault_of_the_rules() -> None:
    table = city.timetable()
    without = replace(table, rules=replace(table.rules, limits={}))
    with pytest.raises(UnknownCode) as refused:
        without.general(Step.REOPEN)
    assert str(refused.value) == "the rules set no such limit"
    assert refused.value.details == {"field": "rules", "value": Step.REOPEN}


def test_a_cancelled_card_does_not_stand() -> None:
    story = with_unit().do(Verb.SIGN).do(Verb.ISSUE_YELLOW_CARD)
    assert card.stands(story.lead, Card.YELLOW)
    assert not card.stands(story.lead, Card.RED)
    assert not card.stands(story.do(Verb.CANCEL_CARD).lead, Card.YELLOW)


def test_a_report_says_its_outcome() -> None:
    story = with_unit().do(Verb.SIGN)
    assert story.reported(Outcome.UNSOLVED).lead.reported_outcome is Outcome.UNSOLVED
    assert not story.lead.beyond_duty_claimed
