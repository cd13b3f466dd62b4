"""The unit in charge: signs, talks, works, reports; or sends the matter back. And what lateness brings."""

from collections.abc import Callable
from datetime import datetime, timedelta

from admin.demo import aftercare, desk, words
from admin.demo.life import DISPATCHER, Life, NotYet
from admin.demo.quality import Quality, quality_of
from tracking.domain.deadline import Step
from tracking.domain.people import SYSTEM, Actor, Role, citizen
from tracking.domain.petition import Assignment
from tracking.domain.procedure import card, handling, returning, supervising
from tracking.domain.procedure.citizen import urge
from tracking.domain.vocabulary import Kind, Outcome, Urgency

_TALKING = frozenset({Kind.INQUIRY, Kind.SUGGESTION, Kind.PRAISE})


def handle(life: Life) -> None:
    """Every assignment of the case in turn, until it is closed."""
    assignment: Assignment | None = life.case.lead
    while assignment is not None:
        assignment = _one(life, assignment)


def _one(life: Life, assignment: Assignment) -> Assignment | None:
    """One assignment to its end; the one that follows it, if any."""
    quality = quality_of(assignment.unit)
    handler = Actor(id=f"unit-{assignment.unit}", role=Role.HANDLER, unit=assignment.unit)
    if _bounces(life, assignment, quality) and _return(life, assignment, handler):
        desk.dispatch_to(life, life.story.unit, DISPATCHER, timedelta(minutes=1), timedelta(minutes=9))
        return life.case.lead
    _sign(life, assignment, handler, quality)
    _contact(life, assignment, handler, quality)
    _work(life, assignment, handler, quality)
    _review(life, assignment, handler)
    return aftercare.call_back(life, assignment, quality)


def _bounces(life: Life, assignment: Assignment, quality: Quality) -> bool:
    foreign = assignment.unit != life.story.unit
    first = assignment.index == 1
    return (foreign and life.likely(0.93)) or (first and not foreign and life.likely(quality.bouncing))


def _return(life: Life, assignment: Assignment, handler: Actor) -> bool:
    """Whether the return was upheld."""
    foreign = assignment.unit != life.story.unit
    returning.return_(
        life.case,
        assignment.index,
        by=handler,
        at=life.wait(timedelta(hours=1), timedelta(hours=9)),
        reason="wrong_function",
        target=life.story.unit if foreign else desk.other_unit(life),
        explanation=life.chance.choice(words.RETURN),
    )
    at = life.wait(timedelta(minutes=20), timedelta(hours=5))
    decide = returning.uphold_return if foreign else returning.reject_return
    decide(life.case, assignment.index, by=DISPATCHER, at=at, reason=words.UPHOLD if foreign else words.REJECT)
    return foreign


def _sign(life: Life, assignment: Assignment, handler: Actor, quality: Quality) -> None:
    _toward(life, assignment.sign_due_at, late=life.likely(quality.late_signing))
    handling.sign(life.case, assignment.index, by=handler, at=life.at)


def _contact(life: Life, assignment: Assignment, handler: Actor, quality: Quality) -> None:
    if assignment.contact_exempt or assignment.contact_due_at is None:
        return
    _toward(life, assignment.contact_due_at, late=life.likely(quality.late_contact))
    note = life.chance.choice(words.CONTACT)
    handling.contact(life.case, assignment.index, by=handler, at=life.at, note=note)


def _toward(life: Life, due_at: datetime | None, *, late: bool) -> None:
    """Some moment between now and the deadline, or a while after it."""
    room = max(timedelta(minutes=3), (due_at or life.at) - life.at)
    share = life.chance.uniform(1.05, 1.9) if late else life.chance.uniform(0.03, 0.75)
    moment = life.at + room * share
    if not late and life.story.urgency is Urgency.NORMAL:
        moment = min(life.timetable.calendar.office_start(moment), max(due_at or moment, life.at))
    life.reach(moment)


def _work(life: Life, assignment: Assignment, handler: Actor, quality: Quality) -> None:
    due_at = assignment.handle_due_at
    if due_at is None:
        raise NotYet
    room = max(timedelta(minutes=10), due_at - assignment.dispatched_at)
    share = max(0.08, life.chance.gauss(quality.tempo, quality.spread))
    done_at = max(life.at + timedelta(minutes=5), assignment.dispatched_at + room * share)
    if done_at > due_at and life.likely(0.35):
        _extend(life, assignment, handler, due_at)
    _ladder(life, assignment, done_at)
    life.reach(done_at)
    _report(life, assignment, handler, quality)


def _extend(life: Life, assignment: Assignment, handler: Actor, due_at: datetime) -> None:
    asked_at = due_at - timedelta(hours=4)
    limit = life.timetable.limit(Step.EXTENSION, kind=assignment.kind, urgency=assignment.urgency)
    if asked_at <= life.at or asked_at > life.now or limit is None or life.story.urgency is not Urgency.NORMAL:
        return
    handling.request_extension(
        life.case, assignment.index, by=handler, at=asked_at, timetable=life.timetable, reason=words.EXTENSION
    )
    life.at = asked_at
    at = life.wait(timedelta(minutes=10), timedelta(hours=2))
    supervising.grant_extension(life.case, assignment.index, by=DISPATCHER, at=at, timetable=life.timetable)


def _ladder(life: Life, assignment: Assignment, until: datetime) -> None:
    """What the sweep would have done meanwhile, and the citizen who has waited too long."""
    horizon = min(until, life.now)
    index = assignment.index
    _if_passed(life, assignment.remind_at, horizon, lambda at: card.remind(life.case, index, by=SYSTEM, at=at))
    _if_passed(life, assignment.handle_due_at, horizon, lambda at: _card(life, index, at))
    if assignment.yellow_card_at and life.likely(0.4):
        urged_at = assignment.yellow_card_at + timedelta(hours=life.chance.uniform(2, 20))
        _if_passed(
            life,
            urged_at,
            horizon,
            lambda at: urge(life.case, by=citizen(life.case.petition.channel), at=at, words=words.URGE),
        )
    red = assignment.supervised_due_at
    _if_passed(life, red, horizon, lambda at: _red(life, index, at))


def _card(life: Life, index: int, at: datetime) -> None:
    card.issue_yellow_card(life.case, index, by=SYSTEM, at=at, timetable=life.timetable)


def _red(life: Life, index: int, at: datetime) -> None:
    card.issue_red_card(life.case, index, by=SYSTEM, at=at, timetable=life.timetable)


def _if_passed(life: Life, moment: datetime | None, horizon: datetime, act: Callable[[datetime], None]) -> None:
    if moment is not None and life.at < moment < horizon:
        life.at = moment
        act(moment)


def _report(life: Life, assignment: Assignment, handler: Actor, quality: Quality) -> None:
    outcome = _outcome(life, quality)
    handling.report_back(
        life.case,
        assignment.index,
        by=handler,
        at=life.at,
        timetable=life.timetable,
        outcome=outcome,
        reply=life.chance.choice(words.REPLY[outcome]),
        evidence=life.chance.choice(words.EVIDENCE),
    )


def _outcome(life: Life, quality: Quality) -> Outcome:
    if life.story.kind in _TALKING:
        return Outcome.EXPLAINED
    if life.likely(quality.solving + quality.faking):
        return Outcome.SOLVED
    return life.chance.choice((Outcome.PARTLY_SOLVED, Outcome.PARTLY_SOLVED, Outcome.UNSOLVED))


def _review(life: Life, assignment: Assignment, handler: Actor) -> None:
    at = life.wait(timedelta(minutes=15), timedelta(hours=9))
    if life.likely(0.04):
        supervising.send_back(life.case, assignment.index, by=DISPATCHER, at=at, reason=words.SEND_BACK)
        life.wait(timedelta(hours=2), timedelta(hours=8))
        _report(life, assignment, handler, quality_of(assignment.unit))
        at = life.wait(timedelta(minutes=15), timedelta(hours=5))
    supervising.accept_report(life.case, assignment.index, by=DISPATCHER, at=at, timetable=life.timetable)
