"""Pauses, orders, appeals, cards and arbitration, each through its form."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.desks.test_life import case_of
from tests.tracking import act
from tracking.domain.clock import FixedClock
from tracking.domain.people import SYSTEM
from tracking.domain.procedure import card
from tracking.domain.stage import AssignmentStage
from tracking.domain.verb import Verb

Sit = Callable[[str], Desk]
LATER = "2026-03-20T17:00"
REASON = {"reason": "情况属实"}


def _done(desk: Desk, number: str, verb: str, **typed: str) -> None:
    answer = desk.act(number, verb, **typed)
    assert answer.status_code == 303, (verb, answer.text)


def _rated_badly(container: Container, at_desk: Sit) -> str:
    number = matter.accepted(container)
    answers = {"reached": "yes", "contacted": "yes", "verified": "true", "outcome": "solved"}
    _done(at_desk("call"), number, "record-callback", satisfaction="dissatisfied", **answers)
    return number


def test_a_pause_is_asked_for_granted_and_ended(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number = matter.signed(container)
    due_at = case_of(container, number).lead.handle_due_at
    _done(at_desk("water"), number, "request-suspension", until=LATER, **REASON)
    _done(at_desk("disp"), number, "grant-suspension")
    assert case_of(container, number).lead.stage is AssignmentStage.SUSPENDED
    clock.at += timedelta(days=3)
    _done(at_desk("water"), number, "resume")
    resumed = case_of(container, number).lead
    assert resumed.stage is AssignmentStage.HANDLING
    assert resumed.handle_due_at is not None
    assert due_at is not None
    assert resumed.handle_due_at > due_at


def test_a_refused_pause_leaves_the_clock_alone(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    before = case_of(container, number).lead
    _done(at_desk("water"), number, "request-suspension", until=LATER, **REASON)
    _done(at_desk("disp"), number, "refuse-suspension", **REASON)
    after = case_of(container, number).lead
    assert (after.stage, after.handle_due_at) == (before.stage, before.handle_due_at)


@pytest.mark.parametrize("until", ["2026-02-20T17:00", "2027-03-20T17:00"])
def test_a_pause_into_the_past_or_beyond_the_limit_is_refused(container: Container, at_desk: Sit, until: str) -> None:
    number = matter.signed(container)
    assert at_desk("water").act(number, "request-suspension", until=until, **REASON).status_code in (409, 422)
    assert case_of(container, number).lead.suspension_asked_at is None


def test_an_order_is_issued_and_answered(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    _done(at_desk("disp"), number, "supervise", level="2", due_at=LATER, **REASON)
    assert case_of(container, number).lead.order_level == 2
    _done(at_desk("water"), number, "answer-order", answer="已更换水泵")
    assert case_of(container, number).lead.order_answered_at is not None


def test_an_order_answered_by_yesterday_is_refused(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    refused = at_desk("disp").act(number, "supervise", level="2", due_at="2026-03-01T17:00", **REASON)
    assert refused.status_code == 422
    assert case_of(container, number).lead.order_level is None


@pytest.mark.parametrize(("decision", "annulled"), [("annul-rating", True), ("keep-rating", False)])
def test_an_appeal_against_a_rating_is_decided(
    container: Container, at_desk: Sit, decision: str, annulled: bool
) -> None:
    number = _rated_badly(container, at_desk)
    _done(at_desk("water"), number, "appeal-rating", **REASON)
    _done(at_desk("disp"), number, decision, **REASON)
    lead = case_of(container, number).lead
    assert (lead.rating_annulled, lead.satisfaction) == (annulled, "dissatisfied")


def test_a_card_is_cancelled_with_a_reason_and_stays_on_record(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number = matter.signed(container)
    clock.at += timedelta(days=20)
    with container.core.change(number) as case:
        at, timetable = container.core.now(), container.core.timetable_of(case)
        card.issue_yellow_card(case, 1, by=SYSTEM, at=at, timetable=timetable)
    assert at_desk("disp").act(number, "cancel-card", card="yellow").status_code == 422, "without a reason"
    _done(at_desk("disp"), number, "cancel-card", card="yellow", **REASON)
    lead = case_of(container, number).lead
    assert lead.yellow_card_at is not None
    assert lead.yellow_cancelled_at is not None
    assert lead.supervised_due_at is None


def test_supervision_names_a_unit_which_cannot_return_the_matter(container: Container, at_desk: Sit) -> None:
    number = matter.with_unit(container)
    for verb in (Verb.RETURN, Verb.UPHOLD_RETURN):
        with container.core.change(number) as case:
            act.do(verb, case, at=container.core.now())
    _done(at_desk("disp"), number, "arbitrate", unit="C01", basis="《城市供水条例》")
    water, page = at_desk("water"), f"/staff/petitions/{number}"
    offered = water.forms(page)
    assert f"{page}/return" not in offered
    asked = {"reason": "wrong_function", "target": "B208", "explanation": "泵房归物业"}
    assert water.client.post(f"{page}/return", data=offered[f"{page}/sign"] | asked).status_code == 409
    assert case_of(container, number).lead.adjudicated
