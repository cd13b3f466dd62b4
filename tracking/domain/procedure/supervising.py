"""审核: what units report is accepted or sent back, extensions are decided, a matter is terminated."""

from datetime import datetime
from typing import Any

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import OpenChildren, TooLate
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.assigning import course_of, withdrawn
from tracking.domain.procedure.card import supervised_due
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature, Withdrawal


def accept_report(
    case: Case,
    index: int,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    public_reply: str = "",
    beyond_duty: bool = False,
) -> None:
    """办结审核通过. ``public_reply`` is the separate, redacted text that may be published.

    ``beyond_duty`` is supervision's finding that what was asked for was unreasonable or beyond the unit's duty.
    """
    assignment, petition = case.assignment(index), case.petition
    case.check(Verb.ACCEPT_REPORT, by=by, on=assignment)
    lead = assignment.nature is Nature.LEAD
    if lead and any(each.is_open and each is not assignment for each in case.assignments):
        raise OpenChildren("an assisting unit has not finished", number=petition.number)
    case.record(
        Verb.ACCEPT_REPORT,
        by=by,
        at=at,
        on=assignment,
        petition=_callback(assignment, at, timetable) if lead else {},
        assignment={"completed_at": at, "beyond_duty": beyond_duty},
        texts={"public_reply": public_reply},
    )


def _callback(lead: Assignment, at: datetime, timetable: Timetable) -> dict[str, Any]:
    """When the citizen is to be called back, and whether that is possible and foreseen at all."""
    limit = timetable.limit(Step.CALLBACK, kind=lead.kind, urgency=lead.urgency)
    needed = limit is not None and not lead.contact_exempt
    due_at = timetable.due(Step.CALLBACK, at, kind=lead.kind, urgency=lead.urgency)
    return {"callback_due_at": due_at, "callback_needed": needed}


def send_back(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """审核退回: not done, not answered, or not proven; the clock has run on."""
    require(reason=reason)
    assignment = case.assignment(index)
    changes = {"sent_back": assignment.sent_back + 1, "reported_at": None}
    case.record(Verb.SEND_BACK, by=by, at=at, on=assignment, assignment=changes, texts={"reason": reason})


def grant_extension(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable) -> None:
    """同意延期: E moves by one extension of the rules; after a card so does the supervised limit.

    Where it cannot be told how far, E as it was stays known and is extended when it can.
    """
    assignment = case.assignment(index)
    case.check(Verb.GRANT_EXTENSION, by=by, on=assignment)
    if assignment.extension_asked_at is None or assignment.handle_due_at is None:
        raise TooLate("no extension was asked for", field="extension")
    moved, remind_at = timetable.extended(assignment.handle_due_at, course_of(assignment))
    changes = {
        "handle_due_at": moved,
        "remind_at": remind_at,
        "reminded_at": None,
        "provisional": moved is None,
        "extensions": assignment.extensions + 1,
        "extension_asked_at": None,
        "due_before_pause": None if moved else assignment.handle_due_at,
    }
    if assignment.yellow_card_at and moved:
        changes["supervised_due_at"] = supervised_due(assignment, moved, timetable)
    lead = assignment.nature is Nature.LEAD
    case.record(
        Verb.GRANT_EXTENSION,
        by=by,
        at=at,
        on=assignment,
        petition={"due_at": moved} if lead else {},
        assignment=changes,
    )


def refuse_extension(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """不同意延期."""
    require(reason=reason)
    assignment = case.assignment(index)
    case.check(Verb.REFUSE_EXTENSION, by=by, on=assignment)
    if assignment.extension_asked_at is None:
        raise TooLate("no extension was asked for", field="extension")
    changes = {"extension_asked_at": None}
    case.record(Verb.REFUSE_EXTENSION, by=by, at=at, on=assignment, assignment=changes, texts={"reason": reason})


def terminate(case: Case, *, by: Actor, at: datetime, reason: str) -> None:
    """终止办理, by an approved decision."""
    require(reason=reason)
    taken = withdrawn(case, at, Withdrawal.TERMINATED)
    case.record(Verb.TERMINATE, by=by, at=at, petition={"closed_at": at}, others=taken, texts={"public_reply": reason})
