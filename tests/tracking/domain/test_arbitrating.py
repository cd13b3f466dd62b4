"""指定承办: after two returns or three units supervision decides, and what it decides binds."""

import pytest

from tests.tracking.people import OTHER_UNIT, THIRD_UNIT, UNIT
from tests.tracking.story import Story, registered, with_unit
from tracking.domain.error import OutOfTurn
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb


def _returned_twice() -> Story:
    story = with_unit().do(Verb.RETURN, Verb.UPHOLD_RETURN)
    return story.dispatched(OTHER_UNIT).do(Verb.RETURN, Verb.UPHOLD_RETURN)


def test_after_one_return_the_dispatcher_tries_again() -> None:
    story = with_unit().do(Verb.RETURN, Verb.UPHOLD_RETURN).dispatched(OTHER_UNIT)
    assert (story.case.petition.returns, story.lead.unit) == (1, OTHER_UNIT)


def test_after_two_returns_only_supervision_dispatches() -> None:
    story = _returned_twice()
    with pytest.raises(OutOfTurn) as refused:
        story.dispatched(THIRD_UNIT)
    assert refused.value.allowed == (Verb.ARBITRATE,)
    assert story.case.petition.stage is PetitionStage.AWAITING_DISPATCH
    story.do(Verb.ARBITRATE)
    assert (story.lead.adjudicated, story.lead.unit, story.lead.round) == (True, UNIT, 3)


def test_after_three_units_only_supervision_dispatches() -> None:
    story = with_unit()
    story.case.petition.returns = 0
    for unit in (OTHER_UNIT, THIRD_UNIT):
        story.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.CLOSE, Verb.REOPEN)
        story.dispatched(unit)
    story.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.CLOSE, Verb.REOPEN)
    assert story.case.petition.returns == 0
    with pytest.raises(OutOfTurn) as refused:
        story.dispatched()
    assert refused.value.allowed == (Verb.ARBITRATE,)


def test_a_binding_dispatch_cannot_be_returned() -> None:
    story = _returned_twice().do(Verb.ARBITRATE)
    with pytest.raises(OutOfTurn) as refused:
        story.do(Verb.RETURN)
    assert Verb.SIGN in refused.value.allowed
    assert Verb.RETURN not in refused.value.allowed
    assert story.lead.return_asked_at is None


def test_supervision_may_decide_before_any_return() -> None:
    assert registered().classified().do(Verb.ARBITRATE).lead.adjudicated
