"""Provisional deadlines become real when the calendar of their year is loaded; until then they are not guessed."""

from datetime import datetime
from typing import Any

from tracking.domain.case import Case
from tracking.domain.deadline import Step
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.assigning import clocks, course_of
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.stage import UNDISPATCHED, AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature


def reschedule(case: Case, *, by: Actor, at: datetime, timetable: Timetable) -> bool:
    """Set every deadline that can be told now and could not before; whether there was one. No deadline moves."""
    parts = {each.index: found for each in case.assignments if each.is_open and (found := _found(each, timetable))}
    petition = _dispatch_due(case, timetable) | _callback_due(case, timetable)
    lead = next((each for each in case.assignments if each.index in parts and each.nature is Nature.LEAD), None)
    if lead is not None and "handle_due_at" in parts[lead.index]:
        petition["due_at"] = parts[lead.index]["handle_due_at"]
    if parts or petition:
        case.record(Verb.RESCHEDULE, by=by, at=at, petition=petition, others=parts)
    return bool(parts or petition)


_NOTHING_OPEN = {"suspended_until": None, "due_before_pause": None}


def _found(assignment: Assignment, timetable: Timetable) -> dict[str, Any]:
    if not assignment.provisional:
        return {}
    told = clocks(assignment, timetable) | _handling(assignment, timetable)
    found = {name: value for name, value in told.items() if value is not None and getattr(assignment, name) is None}
    unsure = told["provisional"] or told["handle_due_at"] is None
    runs = assignment.due_before_pause is not None and assignment.stage is not AssignmentStage.SUSPENDED
    done = _NOTHING_OPEN if runs and not unsure else {}
    return {**found, **done, "provisional": unsure} if found else {}


def _handling(assignment: Assignment, timetable: Timetable) -> dict[str, Any]:
    """E and its reminder, from the last E that was known: before a pause, before an extension, or none yet."""
    course, known = course_of(assignment), assignment.due_before_pause
    if known and assignment.suspended_at and assignment.suspended_until:
        moments = timetable.paused(known, course, since=assignment.suspended_at, until=assignment.suspended_until)
    elif known:
        moments = timetable.extended(known, course)
    else:
        moments = timetable.handling(assignment.dispatched_at, course)
    return {"handle_due_at": moments[0], "remind_at": moments[1]}


def _dispatch_due(case: Case, timetable: Timetable) -> dict[str, Any]:
    petition = case.petition
    if petition.stage not in UNDISPATCHED or petition.dispatch_due_at is not None:
        return {}
    due = timetable.due(Step.DISPATCH, petition.received_at, kind=petition.kind, urgency=petition.urgency)
    return {"dispatch_due_at": due} if due else {}


def _callback_due(case: Case, timetable: Timetable) -> dict[str, Any]:
    petition = case.petition
    waiting = petition.stage is PetitionStage.AWAITING_CALLBACK and petition.callback_needed
    if not waiting or petition.callback_due_at is not None:
        return {}
    lead = case.lead
    start = lead.completed_at
    due = timetable.due(Step.CALLBACK, start, kind=lead.kind, urgency=lead.urgency) if start else None
    return {"callback_due_at": due} if due else {}
