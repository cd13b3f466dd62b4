"""转入: matters an older system had heard, and registering what a branch heard earlier."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.tracking import city
from tests.tracking.people import CITIZEN, OPERATOR, everybody
from tests.tracking.story import MATTER, NUMBER, Story
from tracking.domain.case import Case, replay
from tracking.domain.error import Forbidden, InvalidValue, MissingField
from tracking.domain.people import SYSTEM, Role
from tracking.domain.procedure.intake import register
from tracking.domain.procedure.takeover import Past, take_over
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Outcome, Satisfaction

LONG_AGO, THEN = city.at(1, 5), city.at(1, 9)
SETTLED = Past(
    received_at=LONG_AGO,
    unit="C01",
    outcome=Outcome.SOLVED,
    satisfaction=Satisfaction.SATISFIED,
    closed_at=THEN,
    reply="已修复",
)
OPEN = Past(received_at=LONG_AGO)


def _taken_over(past: Past, at: datetime = city.MONDAY) -> Case:
    return take_over(NUMBER, replace(MATTER, kind=Kind.COMPLAINT), past, by=SYSTEM, at=at, timetable=city.timetable())


def test_what_was_settled_is_at_rest_and_no_clock_runs() -> None:
    case = _taken_over(SETTLED)
    petition = case.petition
    assert (petition.stage, petition.closed_at, petition.received_at) == (PetitionStage.ARCHIVED, THEN, LONG_AGO)
    assert (petition.kind, petition.unit, petition.outcome) == (Kind.COMPLAINT, "C01", Outcome.SOLVED)
    assert (petition.dispatch_due_at, petition.due_at, petition.callback_due_at) == (None, None, None)
    assert case.assignments == []


def test_the_ledger_tells_when_it_came_here_and_not_when_it_was_heard() -> None:
    (entry,) = _taken_over(SETTLED).entries
    assert (entry.verb, entry.at, entry.seq) == (Verb.TAKE_OVER, city.MONDAY, 1)
    assert entry.facts["petition"]["received_at"] == LONG_AGO.isoformat()


@pytest.mark.parametrize("past", [SETTLED, OPEN])
def test_replaying_the_ledger_gives_the_same_petition(past: Past) -> None:
    case = _taken_over(past)
    assert replay(case.entries).petition == case.petition


def test_what_is_open_goes_the_way_of_every_petition_with_clocks_from_now() -> None:
    story = Story(_taken_over(OPEN), city.MONDAY)
    assert story.case.petition.stage is PetitionStage.REGISTERED
    assert story.case.petition.dispatch_due_at == city.closing(3, 2)
    story.later(minutes=5).classified()
    assert story.case.petition.dispatch_due_at == city.closing(3, 2), "not the second week of January"
    assert story.dispatched().lead.dispatched_at == story.at


@pytest.mark.parametrize("closed_at", [LONG_AGO - timedelta(days=1), city.MONDAY + timedelta(hours=1)])
def test_closed_before_it_came_or_in_the_future_is_refused(closed_at: datetime) -> None:
    with pytest.raises(InvalidValue, match="closed"):
        _taken_over(replace(SETTLED, closed_at=closed_at))


def test_nothing_comes_from_the_future() -> None:
    later = city.MONDAY + timedelta(seconds=1)
    with pytest.raises(InvalidValue):
        _taken_over(Past(received_at=later))
    with pytest.raises(InvalidValue):
        register(NUMBER, MATTER, by=CITIZEN, at=city.MONDAY, timetable=city.timetable(), received_at=later)


def test_words_are_required() -> None:
    empty = replace(MATTER, text=" ")
    with pytest.raises(MissingField):
        take_over(NUMBER, empty, OPEN, by=SYSTEM, at=city.MONDAY, timetable=city.timetable())


@pytest.mark.parametrize("by", [each for each in everybody() if each.role is not Role.SYSTEM])
def test_only_the_program_takes_over(by: object) -> None:
    with pytest.raises(Forbidden):
        take_over(NUMBER, MATTER, OPEN, by=by, at=city.MONDAY, timetable=city.timetable())  # type: ignore[arg-type]


def test_what_a_branch_heard_earlier_keeps_its_hour_and_runs_from_now() -> None:
    heard = city.at(2, 27, 22)
    case = register(NUMBER, MATTER, by=OPERATOR, at=city.MONDAY, timetable=city.timetable(), received_at=heard)
    petition = case.petition
    assert (petition.received_at, petition.taken_over_at) == (heard, city.MONDAY)
    assert petition.dispatch_due_at == city.closing(3, 2)
