"""挂起: the clock of an assignment stands still for a time, by an approved request only."""

from datetime import datetime, timedelta
from typing import Any

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import InvalidValue, TooLate
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.assigning import course_of
from tracking.domain.procedure.card import supervised_due
from tracking.domain.procedure.timetable import Timetable, whole_days
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature


def request_suspension(
    case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable, until: datetime, reason: str
) -> None:
    """申请挂起 until a moment, before the deadline only; the clock runs until it is granted."""
    require(reason=reason)
    assignment = case.assignment(index)
    case.check(Verb.REQUEST_SUSPENSION, by=by, on=assignment)
    if assignment.suspension_asked_at:
        raise TooLate("a suspension was asked for already", field="suspension")
    if assignment.handle_due_at is None or at > assignment.handle_due_at:
        raise TooLate("a suspension must be asked for before the deadline", field="suspension")
    _check_length(assignment, at, until, timetable)
    case.record(
        Verb.REQUEST_SUSPENSION,
        by=by,
        at=at,
        on=assignment,
        assignment={"suspension_asked_at": at, "suspension_asked_until": until},
        texts={"reason": reason},
    )


def grant_suspension(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable) -> None:
    """同意挂起: from now until the moment asked for; E moves to where it will be then."""
    assignment = case.assignment(index)
    case.check(Verb.GRANT_SUSPENSION, by=by, on=assignment)
    until, due_at = assignment.suspension_asked_until, assignment.handle_due_at
    if until is None or due_at is None:
        raise TooLate("no suspension was asked for", field="suspension")
    _check_length(assignment, at, until, timetable)
    changes = {
        **_ASKED_NO_MORE,
        **_moved(assignment, due_at, timetable, since=at, until=until),
        "suspended_at": at,
        "suspended_until": until,
        "due_before_pause": due_at,
    }
    _record(case, Verb.GRANT_SUSPENSION, assignment, changes, by=by, at=at)


def refuse_suspension(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """不同意挂起."""
    require(reason=reason)
    assignment = case.assignment(index)
    case.check(Verb.REFUSE_SUSPENSION, by=by, on=assignment)
    if assignment.suspension_asked_at is None:
        raise TooLate("no suspension was asked for", field="suspension")
    case.record(
        Verb.REFUSE_SUSPENSION, by=by, at=at, on=assignment, assignment=_ASKED_NO_MORE, texts={"reason": reason}
    )


def resume(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable) -> None:
    """恢复办理: at the moment that was granted, or earlier; E is set by how long the clock really stood.

    However late this is noticed, the clock runs again from the moment that was granted. While E cannot be told yet,
    when the pause began and ended stays known.
    """
    assignment = case.assignment(index)
    since, due_at = assignment.suspended_at, assignment.due_before_pause
    until = min(at, assignment.suspended_until or at)
    changes: dict[str, Any] = {"suspended_until": until}
    if since is not None and due_at is not None:
        changes |= _moved(assignment, due_at, timetable, since=since, until=until)
        changes["suspended_days"] = assignment.suspended_days + whole_days(until - since)
    if changes.get("handle_due_at"):
        changes |= {"suspended_until": None, "due_before_pause": None}
    _record(case, Verb.RESUME, assignment, changes, by=by, at=at)


_ASKED_NO_MORE = {"suspension_asked_at": None, "suspension_asked_until": None}


def _check_length(assignment: Assignment, at: datetime, until: datetime, timetable: Timetable) -> None:
    most = int(timetable.general(Step.SUSPENSION).amount) - assignment.suspended_days
    if until <= at:
        raise InvalidValue("the end of a suspension must lie ahead", field="until")
    if until > at + timedelta(days=most):
        raise InvalidValue("a matter can be suspended for so many days at most", field="until", value=most)


def _moved(
    assignment: Assignment, due_at: datetime, timetable: Timetable, *, since: datetime, until: datetime
) -> dict[str, Any]:
    """E, its reminder and, after a yellow card, the supervised limit, moved by a pause."""
    moved, remind_at = timetable.paused(due_at, course_of(assignment), since=since, until=until)
    changes = {"handle_due_at": moved, "remind_at": remind_at, "reminded_at": None, "provisional": moved is None}
    if assignment.supervised_due_at and moved:
        changes["supervised_due_at"] = supervised_due(assignment, moved, timetable)
    return changes


def _record(
    case: Case, verb: Verb, assignment: Assignment, changes: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    lead = {"due_at": changes.get("handle_due_at", assignment.handle_due_at)}
    petition = lead if assignment.nature is Nature.LEAD else {}
    case.record(verb, by=by, at=at, on=assignment, petition=petition, assignment=changes)
