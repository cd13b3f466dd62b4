"""The desks at the front: understanding, answering at once, dispatching."""

from datetime import timedelta

from admin.demo import words
from admin.demo.life import DISPATCHER, OPERATOR, Life
from tracking.domain.people import SYSTEM, Actor
from tracking.domain.procedure import dispatching, intake
from tracking.domain.vocabulary import Kind, Urgency


def understand(life: Life) -> None:
    at = life.wait(timedelta(seconds=1), timedelta(seconds=3), office=False)
    story = life.story
    intake.classify(
        life.case,
        by=SYSTEM,
        at=at,
        timetable=life.timetable,
        kind=story.kind,
        topic=story.topic,
        urgency=story.urgency,
        needs_person=story.kind is Kind.REPORT,
    )


def end_at_desk(life: Life) -> bool:
    """Inquiries are often answered at once; a few matters are declined or belong to 110."""
    if life.story.kind is Kind.INQUIRY and life.likely(0.38):
        at = life.wait(timedelta(minutes=2), timedelta(minutes=20))
        intake.answer(life.case, by=OPERATOR, at=at, reply=life.chance.choice(words.ANSWER))
        return True
    if life.story.kind in (Kind.HELP, Kind.COMPLAINT) and life.likely(0.02):
        at = life.wait(timedelta(minutes=5), timedelta(hours=3))
        intake.decline(life.case, by=OPERATOR, at=at, reason="other_legal_procedure", explanation=words.DECLINE)
        return True
    if life.story.urgency is Urgency.CRITICAL and life.likely(0.15):
        at = life.wait(timedelta(minutes=1), timedelta(minutes=4), office=False)
        intake.divert(life.case, by=OPERATOR, at=at, target="119", explanation=words.DIVERT)
        return True
    return False


def dispatch(life: Life) -> None:
    unit = other_unit(life) if life.likely(0.05) else life.story.unit
    if life.story.kind is Kind.REPORT or life.likely(0.35):
        dispatch_to(life, unit, DISPATCHER, timedelta(minutes=10), timedelta(hours=3))
    else:
        dispatch_to(life, unit, SYSTEM, timedelta(seconds=0), timedelta(seconds=1))


def dispatch_to(life: Life, unit: str, by: Actor, least: timedelta, most: timedelta) -> None:
    at = life.wait(least, most, office=by is not SYSTEM)
    dispatching.dispatch(life.case, by=by, at=at, timetable=life.timetable, unit=unit, basis=life.story.basis)


def other_unit(life: Life) -> str:
    others = [each.code for each in life.city.units() if each.kind == "bureau" and each.code != life.story.unit]
    return life.chance.choice(others)
