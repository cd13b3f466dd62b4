"""Call-back: the citizen is asked, and the matter is closed or handled again."""

from datetime import datetime, timedelta

from admin.demo import words
from admin.demo.life import CALLER, DISPATCHER, Life
from admin.demo.quality import Quality
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment, Petition
from tracking.domain.procedure import callback, dispatching
from tracking.domain.procedure.rating import Answers
from tracking.domain.vocabulary import Outcome, ReworkCause, Satisfaction, Verification


def call_back(life: Life, assignment: Assignment, quality: Quality) -> Assignment | None:
    petition = life.case.petition
    while petition.callback_needed and petition.called_back_at is None:
        at = life.wait(timedelta(hours=2), timedelta(hours=20))
        if life.likely(0.78):
            return _answered(life, assignment, quality, at)
        _try(life, at, None, words.NOT_REACHED)
    callback.close(life.case, by=_closer(petition), at=life.wait(timedelta(minutes=1), timedelta(minutes=5)))
    return None


def _closer(petition: Petition) -> Actor:
    """Those who are not called back are closed by supervision."""
    return CALLER if petition.callback_needed else DISPATCHER


def _try(life: Life, at: datetime, answers: Answers | None, note: str) -> None:
    callback.record_callback(life.case, by=CALLER, at=at, timetable=life.timetable, answers=answers, note=note)


def _answered(life: Life, assignment: Assignment, quality: Quality, at: datetime) -> Assignment | None:
    answers = _answers(life, assignment, quality)
    _try(life, at, answers, words.CALLBACK)
    undone = answers.verified is Verification.FALSE or answers.outcome is Outcome.UNSOLVED
    at = life.wait(timedelta(minutes=1), timedelta(minutes=3))
    if undone and life.case.petition.reworks < 2 and life.likely(0.6):
        cause = ReworkCause.NOT_TRUE if answers.verified is Verification.FALSE else ReworkCause.NOT_DONE
        return dispatching.rework(
            life.case, by=CALLER, at=at, timetable=life.timetable, cause=cause, reason=words.REWORK
        )
    callback.close(life.case, by=CALLER, at=at)
    return None


def _answers(life: Life, assignment: Assignment, quality: Quality) -> Answers:
    faked = assignment.reported_outcome is Outcome.SOLVED and life.likely(quality.faking)
    outcome = Outcome.UNSOLVED if faked else assignment.reported_outcome
    unhappy = outcome is Outcome.UNSOLVED and life.likely(0.6)
    pleased = life.likely(quality.pleasing) and not unhappy
    return Answers(
        contacted=None if assignment.contact_exempt else not life.likely(0.01),
        verified=Verification.FALSE if faked else Verification.TRUE,
        outcome=outcome,
        satisfaction=_satisfaction(life, pleased),
    )


def _satisfaction(life: Life, pleased: bool) -> Satisfaction:
    high = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED)
    if pleased:
        return life.chance.choices(high, (50, 38, 12))[0]
    return life.chance.choice((Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED))
