"""挂起: what was left is left again, never longer than the rules bear, and never guessed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking import city
from tests.tracking.city import at, closing
from tests.tracking.people import handler
from tests.tracking.profile import BRIEF
from tests.tracking.story import Story, with_unit
from tracking.domain.deadline import Limit
from tracking.domain.error import InvalidValue, OutOfTurn, TooLate
from tracking.domain.people import SYSTEM
from tracking.domain.procedure import suspending
from tracking.domain.procedure.rescheduling import reschedule
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.stage import AssignmentStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Urgency

DAYS = city.calendar()


def _handling(kind: Kind = Kind.REPORT, *, urgency: Urgency = Urgency.NORMAL, begin: datetime = city.MONDAY) -> Story:
    return with_unit(kind, urgency=urgency, at=begin).do(Verb.SIGN)


def _e(story: Story) -> datetime:
    assert story.lead.handle_due_at is not None
    return story.lead.handle_due_at


@BRIEF
@given(before=st.integers(0, 20 * 24), pause=st.integers(1, 179 * 24), back=st.floats(0.1, 1))
def test_the_working_days_that_were_left_are_left_again(before: int, pause: int, back: float) -> None:
    story = _handling().later(hours=before)
    was, since = _e(story), story.at
    story.paused(since + timedelta(hours=pause))
    story.later(hours=pause * back).do(Verb.RESUME)
    left = DAYS.count_workdays(since.date(), was.date())
    again = DAYS.count_workdays(story.at.date(), _e(story).date())
    assert again == left or (left == 0 and again == 1)
    assert _e(story) >= was
    assert (story.lead.stage, story.case.petition.due_at) == (AssignmentStage.HANDLING, _e(story))


@BRIEF
@given(before=st.integers(0, 23), pause=st.integers(1, 24 * 100), back=st.floats(0.1, 1))
def test_an_hour_based_limit_stands_still_to_the_minute(before: int, pause: int, back: float) -> None:
    story = _handling(urgency=Urgency.URGENT).later(hours=before)
    left = _e(story) - story.at
    story.paused(story.at + timedelta(hours=pause)).later(hours=pause * back).do(Verb.RESUME)
    assert _e(story) - story.at == left


def test_the_clock_runs_until_a_pause_is_granted_and_a_refusal_leaves_it() -> None:
    story = _handling().pause_asked(at(3, 20))
    assert (_e(story), story.lead.suspended_at) == (closing(3, 23), None)
    assert _e(story.do(Verb.REFUSE_SUSPENSION)) == closing(3, 23)
    assert story.lead.suspension_asked_at is None
    assert story.paused(at(3, 12)).lead.stage is AssignmentStage.SUSPENDED


def test_no_pause_is_asked_for_after_the_deadline_twice_or_backwards() -> None:
    with pytest.raises(TooLate):
        _handling().until(closing(3, 24)).pause_asked(at(4, 1))
    with pytest.raises(TooLate):
        _handling().pause_asked(at(3, 9)).pause_asked(at(3, 10))
    with pytest.raises(InvalidValue):
        _handling().pause_asked(city.MONDAY)


def test_all_pauses_together_last_180_days_at_most() -> None:
    story = _handling()
    with pytest.raises(InvalidValue):
        story.pause_asked(story.at + timedelta(days=180, seconds=1))
    story.paused(story.at + timedelta(days=100)).later(days=100).do(Verb.RESUME)
    with pytest.raises(InvalidValue):
        story.pause_asked(story.at + timedelta(days=81))
    story.paused(story.at + timedelta(days=80)).later(days=80).do(Verb.RESUME)
    assert story.lead.suspended_days == 180


def test_a_pause_that_is_ended_late_ended_when_it_was_granted_to() -> None:
    story = _handling().paused(at(3, 9))
    planned = _e(story)
    story.until(at(3, 20)).do(Verb.RESUME)
    assert (_e(story), story.lead.suspended_days) == (planned, 7)


def test_a_paused_assignment_is_neither_reported_nor_extended() -> None:
    for verb in (Verb.REPORT_BACK, Verb.REQUEST_EXTENSION, Verb.REQUEST_SUSPENSION, Verb.RETURN):
        story = _handling().paused(at(3, 9))
        with pytest.raises(OutOfTurn) as refused:
            story.do(verb)
        assert Verb.RESUME in refused.value.allowed


def _next_year() -> Timetable:
    return Timetable(rules=city.rules(), calendar=replace(DAYS, years=DAYS.years | {2027}))


def test_a_pause_into_a_year_without_calendar_is_provisional_and_then_told() -> None:
    story = _handling(begin=at(12, 1)).paused(at(12, 31))
    assert (story.lead.handle_due_at, story.lead.provisional) == (None, True)
    assert not reschedule(story.case, by=SYSTEM, at=story.at, timetable=city.timetable())
    assert reschedule(story.case, by=SYSTEM, at=story.at, timetable=_next_year())
    assert DAYS.count_workdays(at(12, 1).date(), at(12, 22).date()) == 15
    assert _next_year().calendar.count_workdays(at(12, 31).date(), _e(story).date()) == 15
    assert not story.lead.provisional


def test_resuming_before_the_new_year_makes_it_certain_again() -> None:
    story = _handling(begin=at(12, 1)).paused(at(12, 31)).until(at(12, 3)).do(Verb.RESUME)
    assert (story.lead.provisional, _e(story)) == (False, closing(12, 24))


def test_an_extension_into_the_new_year_keeps_the_pause_before_it() -> None:
    story = _handling(begin=at(12, 1)).paused(at(12, 8)).until(at(12, 8)).do(Verb.RESUME)
    assert _e(story) == closing(12, 29)
    story.do(Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION)
    assert story.lead.provisional
    assert reschedule(story.case, by=SYSTEM, at=story.at, timetable=_next_year())
    assert _next_year().calendar.count_workdays(at(12, 29).date(), _e(story).date()) == 5


def test_a_rule_of_no_pause_at_all_is_obeyed() -> None:
    none = Limit.parse("0 days")
    limits = {key: none if key[0] == "suspension" else limit for key, limit in city.rules().limits.items()}
    table, story = replace(city.timetable(), rules=replace(city.rules(), limits=limits)), _handling()
    with pytest.raises(InvalidValue):
        suspending.request_suspension(
            story.case, 1, by=handler(), at=story.at, timetable=table, until=at(3, 3), reason="等待"
        )
