"""Provisional dates: never guessed, told when the calendar is loaded; and the limits the law sets."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.tracking import city
from tests.tracking.city import MONDAY, at, closing
from tests.tracking.story import Story, registered, with_citizen, with_unit
from tracking.domain.error import TooLate, UnknownCode
from tracking.domain.people import SYSTEM
from tracking.domain.procedure.assigning import course_of
from tracking.domain.procedure.rescheduling import reschedule
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import ReworkCause

NEXT_YEAR = Timetable(rules=city.rules(), calendar=replace(city.calendar(), years=city.calendar().years | {2027}))


def _again(story: Story, table: Timetable = NEXT_YEAR) -> bool:
    return reschedule(story.case, by=SYSTEM, at=story.at, timetable=table)


def test_a_late_december_dispatch_gets_its_dates_with_the_calendar_and_as_if_it_had_always_had_them() -> None:
    story = with_unit(at=at(12, 30))
    certain = story.lead.sign_due_at
    assert not _again(story, city.timetable())
    assert _again(story)
    moments = NEXT_YEAR.handling(story.lead.dispatched_at, course_of(story.lead))
    assert (story.lead.handle_due_at, story.lead.remind_at) == moments
    assert (story.lead.provisional, story.lead.sign_due_at) == (False, certain)
    assert story.case.petition.due_at == story.lead.handle_due_at


def test_nothing_moves_that_is_known() -> None:
    story = with_unit()
    assert not _again(story)
    assert story.case.entries[-1].verb is Verb.DISPATCH


def test_a_provisional_dispatch_limit_is_told() -> None:
    story = registered(at(12, 31, 16))
    assert story.case.petition.dispatch_due_at is None
    assert _again(story)
    assert story.case.petition.dispatch_due_at is not None


def test_a_provisional_call_back_is_told() -> None:
    story = with_citizen(at=at(12, 30))
    assert (story.case.petition.callback_due_at, story.case.petition.callback_needed) == (None, True)
    assert _again(story)
    assert story.case.petition.callback_due_at is not None


def _days_after(days: int) -> datetime:
    return city.calendar().closing_from(MONDAY.date().fromordinal(MONDAY.date().toordinal() + days))


def test_a_letter_or_visit_has_sixty_days_and_thirty_more_each_ending_on_a_working_day() -> None:
    story = registered().classified().dispatched(track="xinfang").do(Verb.SIGN)
    assert story.lead.handle_due_at == _days_after(60) == closing(5, 6), "1 to 5 May are days off"
    story.do(Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION)
    assert story.lead.handle_due_at == closing(6, 5)
    with pytest.raises(TooLate):
        story.do(Verb.REQUEST_EXTENSION)


@pytest.mark.parametrize("track", ["xinfang_review", "xinfang_rereview"])
def test_review_and_re_review_have_thirty_days_without_extension(track: str) -> None:
    story = registered().classified().dispatched(track=track).do(Verb.SIGN)
    assert story.lead.handle_due_at == _days_after(30)
    with pytest.raises(TooLate):
        story.do(Verb.REQUEST_EXTENSION)


def test_a_track_the_rules_do_not_know_is_refused() -> None:
    story = registered().classified()
    with pytest.raises(UnknownCode):
        story.dispatched(track="unheard_of")
    assert not story.case.assignments


def test_an_inquiry_of_one_working_day_is_reworked_in_one() -> None:
    story = registered().classified().dispatched(statutory_days=1)
    story.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK)
    story.reworked(ReworkCause.NOT_DONE)
    assert story.lead.handle_due_at is not None
    assert story.lead.handle_due_at >= closing(3, 3)
