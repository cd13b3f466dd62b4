"""An assignment in the making: its fields, its clocks, and how it is taken away again."""

from datetime import datetime
from typing import Any

from tracking.domain.case import Case
from tracking.domain.deadline import Limit, Step
from tracking.domain.error import MissingField
from tracking.domain.people import SYSTEM, Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.timetable import Course, Timetable
from tracking.domain.stage import AssignmentStage
from tracking.domain.vocabulary import Nature, Withdrawal


def new_assignment(
    case: Case,
    nature: Nature,
    unit: str,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    basis: str,
    statutory: Limit | None = None,
    track: str | None = None,
    rework_of: int | None = None,
    adjudicated: bool = False,
) -> Assignment:
    """What the unit is given. Raises ``MissingField`` before the kind is known."""
    petition = case.petition
    if petition.kind is None:
        raise MissingField("kind is missing", field="kind")
    kind, urgency = petition.kind, petition.urgency
    made = Assignment(
        index=len(case.assignments) + 1,
        round=petition.round + (nature is Nature.LEAD),
        unit=unit,
        nature=nature,
        stage=AssignmentStage.TO_SIGN,
        kind=kind,
        urgency=urgency,
        basis=basis,
        dispatched_at=at,
        dispatched_by_system=by == SYSTEM,
        adjudicated=adjudicated,
        statutory=str(statutory) if statutory else None,
        track=track,
        rework_of=rework_of,
        contact_exempt=not petition.can_be_called,
    )
    for name, value in clocks(made, timetable).items():
        setattr(made, name, value)
    return made


def clocks(assignment: Assignment, timetable: Timetable) -> dict[str, Any]:
    """Every deadline of an assignment that runs from its dispatch; ``provisional`` while one cannot be told."""
    kind, urgency, start = assignment.kind, assignment.urgency, assignment.dispatched_at
    steps = {"sign_due_at": Step.SIGN, "contact_due_at": Step.CONTACT, "return_due_at": Step.RETURN}
    dues = {name: timetable.due(step, start, kind=kind, urgency=urgency) for name, step in steps.items()}
    handle_due_at, remind_at = timetable.handling(start, course_of(assignment))
    open_ended = [
        name for name, step in steps.items() if dues[name] is None and timetable.limit(step, kind=kind, urgency=urgency)
    ]
    provisional = bool(open_ended) or handle_due_at is None
    return {**dues, "handle_due_at": handle_due_at, "remind_at": remind_at, "provisional": provisional}


def course_of(assignment: Assignment) -> Course:
    """What decides the limits of an assignment."""
    return Course(
        kind=assignment.kind,
        urgency=assignment.urgency,
        statutory=Limit.parse(assignment.statutory) if assignment.statutory else None,
        track=assignment.track,
        rework=assignment.rework_of is not None,
    )


def in_charge(lead: Assignment) -> dict[str, Any]:
    """The petition's side of being with a lead."""
    return {"unit": lead.unit, "due_at": lead.handle_due_at, "round": lead.round}


def withdrawn(case: Case, at: datetime, why: Withdrawal, *, besides: int | None = None) -> dict[int, dict[str, Any]]:
    """The changes that take every open assignment (but one) from its unit."""
    changes = {"stage": AssignmentStage.WITHDRAWN, "withdrawn_at": at, "withdrawal": why}
    return {each.index: dict(changes) for each in case.assignments if each.is_open and each.index != besides}
