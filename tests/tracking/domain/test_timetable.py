"""E and its reminder: halved for reworks, replaced by statute, moved by extensions."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking import city
from tests.tracking.city import MONDAY, at, closing
from tests.tracking.profile import BRIEF
from tracking.domain.deadline import Limit, Measure, Step, workdays
from tracking.domain.procedure.timetable import Course, halved
from tracking.domain.vocabulary import Kind, Urgency

TABLE = city.timetable()
NORMAL, URGENT, CRITICAL = Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL
FRIDAY_NIGHT = at(3, 6, 22)


def test_a_reminder_comes_one_working_day_before_the_deadline() -> None:
    assert TABLE.handling(MONDAY, Course(kind=Kind.COMPLAINT, urgency=NORMAL)) == (closing(3, 9), closing(3, 6))


@pytest.mark.parametrize(("urgency", "minutes", "reminder"), [(CRITICAL, 120, 96), (URGENT, 24 * 60, 19.2 * 60)])
def test_an_hour_based_limit_is_reminded_of_at_four_fifths(urgency: Urgency, minutes: int, reminder: float) -> None:
    ends, remind_at = TABLE.handling(FRIDAY_NIGHT, Course(kind=Kind.HELP, urgency=urgency))
    assert ends == FRIDAY_NIGHT + timedelta(minutes=minutes)
    assert remind_at == FRIDAY_NIGHT + timedelta(minutes=reminder)


def test_no_reminder_comes_before_the_matter_itself() -> None:
    ends, remind_at = TABLE.handling(at(3, 2, 18), Course(kind=Kind.INQUIRY, urgency=NORMAL, statutory=workdays(0)))
    assert (ends, remind_at) == (closing(3, 3), at(3, 2, 18))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.INQUIRY, closing(3, 3)),
        (Kind.HELP, closing(3, 4)),
        (Kind.COMPLAINT, closing(3, 4)),
        (Kind.REPORT, closing(3, 11)),
        (Kind.SUGGESTION, closing(3, 4)),
    ],
)
def test_a_rework_has_half_the_limit_in_whole_days(kind: Kind, expected: datetime) -> None:
    assert TABLE.handling(MONDAY, Course(kind=kind, urgency=NORMAL, rework=True))[0] == expected


def test_half_of_an_hour_based_limit_is_counted_in_hours() -> None:
    assert TABLE.handling(MONDAY, Course(kind=Kind.HELP, urgency=CRITICAL, rework=True))[0] == MONDAY + timedelta(
        hours=1
    )


@BRIEF
@given(amount=st.integers(1, 120).map(Decimal), measure=st.sampled_from(Measure))
def test_half_a_limit_never_exceeds_it_and_never_falls_under_one_working_day(amount: Decimal, measure: Measure) -> None:
    half = halved(Limit(amount=amount, measure=measure)).amount
    assert half <= amount
    assert half >= (1 if measure in (Measure.WORKDAYS, Measure.DAYS) else amount / 2)


def test_half_of_one_working_day_is_one_working_day() -> None:
    assert halved(Limit(amount=Decimal(1), measure=Measure.WORKDAYS)).amount == 1
    assert halved(Limit(amount=Decimal("0.5"), measure=Measure.WORKDAYS)).amount == 1


def test_a_statutory_limit_replaces_the_default() -> None:
    assert TABLE.handling(MONDAY, Course(kind=Kind.REPORT, urgency=NORMAL, statutory=workdays(2)))[0] == closing(3, 4)
    sixty_days = TABLE.handling(MONDAY, Course(kind=Kind.COMPLAINT, urgency=NORMAL, statutory=workdays(60)))[0]
    assert sixty_days is not None
    assert city.calendar().count_workdays(MONDAY.date(), sixty_days.date()) == 60


def test_danger_does_not_wait_for_a_statute() -> None:
    assert TABLE.handling(MONDAY, Course(kind=Kind.REPORT, urgency=CRITICAL, statutory=workdays(60)))[0] == at(3, 2, 11)


@pytest.mark.parametrize(
    ("kind", "urgency", "was", "expected"),
    [
        (Kind.INQUIRY, NORMAL, closing(3, 5), (closing(3, 9), closing(3, 6))),
        (Kind.COMPLAINT, NORMAL, closing(3, 9), (closing(3, 16), closing(3, 13))),
        (Kind.REPORT, NORMAL, closing(3, 23), (closing(3, 30), closing(3, 27))),
        (Kind.HELP, URGENT, at(3, 7, 10), (at(3, 8, 10), at(3, 8, 5, 12))),
    ],
)
def test_an_extension_moves_the_deadline_and_its_reminder(
    kind: Kind, urgency: Urgency, was: datetime, expected: tuple[datetime, datetime]
) -> None:
    assert TABLE.extended(was, Course(kind=kind, urgency=urgency)) == expected


def test_where_nothing_can_be_extended_there_is_no_new_deadline() -> None:
    assert TABLE.extended(MONDAY, Course(kind=Kind.HELP, urgency=CRITICAL)) == (None, None)


def test_an_extension_into_a_year_that_is_not_loaded_is_provisional() -> None:
    assert TABLE.extended(closing(12, 30), Course(kind=Kind.HELP, urgency=NORMAL)) == (None, None)


def test_praise_has_a_deadline_but_nothing_to_contact_or_return() -> None:
    assert TABLE.handling(MONDAY, Course(kind=Kind.PRAISE, urgency=NORMAL))[0] == closing(3, 9)
    assert TABLE.due(Step.CONTACT, MONDAY, kind=Kind.PRAISE, urgency=NORMAL) is None
    assert TABLE.due(Step.RETURN, MONDAY, kind=Kind.PRAISE, urgency=NORMAL) is None
