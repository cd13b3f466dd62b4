"""承办: contact, extension and report of the unit in charge."""

from datetime import datetime, timedelta

import pytest

from tests.tracking import city
from tests.tracking.city import closing
from tests.tracking.people import OTHER_UNIT, handler
from tests.tracking.story import Story, with_unit
from tracking.domain.error import InvalidValue, MissingField, TooLate
from tracking.domain.procedure import handling
from tracking.domain.stage import AssignmentStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Outcome, Urgency


def _handling(kind: Kind = Kind.COMPLAINT, *, urgency: Urgency = Urgency.NORMAL) -> Story:
    return with_unit(kind, urgency=urgency).do(Verb.SIGN)


def _contact(story: Story, when: datetime) -> None:
    handling.contact(story.case, 1, by=handler(), at=story.at, note="已电话说明", contacted_at=when)


def test_a_talk_may_be_written_down_later_than_it_was() -> None:
    story = _handling().later(hours=5)
    _contact(story, story.at - timedelta(hours=4))
    assert story.lead.contacted_at == story.at - timedelta(hours=4)


@pytest.mark.parametrize("hours", [-6, 1])
def test_a_talk_before_the_dispatch_or_in_the_future_is_refused(hours: int) -> None:
    story = _handling().later(hours=5)
    with pytest.raises(InvalidValue):
        _contact(story, story.at + timedelta(hours=hours))


def test_the_first_contact_stays_the_first() -> None:
    story = _handling().do(Verb.CONTACT).later(hours=1).do(Verb.CONTACT)
    assert story.lead.contacted_at == city.MONDAY


@pytest.mark.parametrize(
    ("kind", "urgency", "times"),
    [
        (Kind.INQUIRY, Urgency.NORMAL, 1),
        (Kind.HELP, Urgency.NORMAL, 2),
        (Kind.REPORT, Urgency.NORMAL, 2),
        (Kind.PRAISE, Urgency.NORMAL, 0),
        (Kind.HELP, Urgency.URGENT, 1),
        (Kind.HELP, Urgency.CRITICAL, 0),
    ],
)
def test_a_deadline_is_extended_as_often_as_the_rules_allow(kind: Kind, urgency: Urgency, times: int) -> None:
    story = _handling(kind, urgency=urgency)
    for _ in range(times):
        was = story.lead.handle_due_at
        story.do(Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION)
        assert story.lead.handle_due_at is not None
        assert was is not None
        assert story.lead.handle_due_at > was
    assert story.lead.extensions == times
    with pytest.raises(TooLate):
        story.do(Verb.REQUEST_EXTENSION)


def test_an_extension_counts_only_if_asked_for_by_the_deadline() -> None:
    assert _handling().until(closing(3, 9)).do(Verb.REQUEST_EXTENSION).lead.extension_asked_at == closing(3, 9)
    with pytest.raises(TooLate):
        _handling().until(closing(3, 9) + timedelta(microseconds=1)).do(Verb.REQUEST_EXTENSION)


def test_the_clock_runs_until_an_extension_is_granted() -> None:
    story = _handling().do(Verb.REQUEST_EXTENSION)
    assert story.lead.handle_due_at == closing(3, 9)
    story.later(days=1).do(Verb.GRANT_EXTENSION)
    assert (story.lead.handle_due_at, story.case.petition.due_at) == (closing(3, 16), closing(3, 16))
    assert (story.lead.remind_at, story.lead.reminded_at) == (closing(3, 13), None)


def test_an_assisting_units_extension_leaves_the_petitions_deadline() -> None:
    story = _handling()
    story.assisted(OTHER_UNIT)
    story.do(Verb.SIGN, Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION, index=2)
    assert (story.case.assignment(2).handle_due_at, story.case.petition.due_at) == (closing(3, 16), closing(3, 9))


def test_a_refused_extension_leaves_the_deadline() -> None:
    story = _handling().do(Verb.REQUEST_EXTENSION, Verb.REFUSE_EXTENSION)
    assert (story.lead.handle_due_at, story.lead.extensions) == (closing(3, 9), 0)
    assert story.do(Verb.REQUEST_EXTENSION).lead.extension_asked_at


@pytest.mark.parametrize("decision", [Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION])
def test_nothing_is_decided_that_was_not_asked_for(decision: Verb) -> None:
    with pytest.raises(TooLate):
        _handling().do(decision)


@pytest.mark.parametrize(
    ("kind", "reply", "evidence", "accepted"),
    [
        (Kind.COMPLAINT, "已更换", "照片", True),
        (Kind.COMPLAINT, "已更换", "", False),
        (Kind.COMPLAINT, " ", "照片", False),
        (Kind.INQUIRY, "八点开门", "", True),
        (Kind.INQUIRY, "", "", False),
    ],
)
def test_a_report_needs_a_reply_and_for_complaints_evidence(
    kind: Kind, reply: str, evidence: str, accepted: bool
) -> None:
    story = _handling(kind)
    said = {"reply": reply, "evidence": evidence}
    try:
        handling.report_back(
            story.case,
            1,
            by=handler(),
            at=story.at,
            timetable=city.timetable(),
            outcome=Outcome.SOLVED,
            reply=reply,
            evidence=evidence,
        )
    except MissingField:
        assert not accepted, said
    assert (story.lead.stage is AssignmentStage.SUBMITTED) == accepted
