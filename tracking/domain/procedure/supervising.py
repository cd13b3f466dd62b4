"""督办: reviewing what units report, deciding on extensions, and the ladder that lateness climbs."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import OpenChildren, TooLate
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.dispatching import withdrawn
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature, Withdrawal


def accept_report(
    case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable, public_reply: str = ""
) -> None:
    """办结审核通过. ``public_reply`` is the separate, redacted text that may be published."""
    assignment, petition = case.assignment(index), case.petition
    lead = assignment.nature is Nature.LEAD
    if lead and any(each.is_open and each is not assignment for each in case.assignments):
        raise OpenChildren("an assisting unit has not finished", number=petition.number)
    callback_due_at = timetable.due(Step.CALLBACK, at, kind=assignment.kind, urgency=assignment.urgency)
    case.record(
        Verb.ACCEPT_REPORT,
        by=by,
        at=at,
        on=assignment,
        petition={"callback_due_at": callback_due_at} if lead else {},
        assignment={"completed_at": at},
        texts={"public_reply": public_reply},
    )


def send_back(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """审核退回: not done, not answered, or not proven; the clock has run on."""
    require(reason=reason)
    assignment = case.assignment(index)
    changes = {"sent_back": assignment.sent_back + 1, "reported_at": None}
    case.record(Verb.SEND_BACK, by=by, at=at, on=assignment, assignment=changes, texts={"reason": reason})


def grant_extension(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable) -> None:
    """同意延期: E moves by one extension of the rules; after a card so does the supervised limit."""
    assignment = case.assignment(index)
    if assignment.extension_asked_at is None or assignment.handle_due_at is None:
        raise TooLate("no extension was asked for", field="extension")
    moved, remind_at = timetable.extended(assignment.handle_due_at, kind=assignment.kind, urgency=assignment.urgency)
    changes = {
        "handle_due_at": moved,
        "remind_at": remind_at,
        "reminded_at": None,
        "provisional": moved is None,
        "extensions": assignment.extensions + 1,
        "extension_asked_at": None,
    }
    if assignment.yellow_card_at and moved:
        changes["supervised_due_at"] = _supervised(assignment, moved, timetable)
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
    if assignment.extension_asked_at is None:
        raise TooLate("no extension was asked for", field="extension")
    changes = {"extension_asked_at": None}
    case.record(Verb.REFUSE_EXTENSION, by=by, at=at, on=assignment, assignment=changes, texts={"reason": reason})


def remind(case: Case, index: int, *, by: Actor, at: datetime) -> None:
    """到期提醒 to the handler, once for each deadline."""
    case.record(Verb.REMIND, by=by, at=at, on=case.assignment(index), assignment={"reminded_at": at})


def issue_yellow_card(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable) -> None:
    """黄牌: the deadline has passed; a supervised limit begins. Lateness is a fact that closing never erases."""
    assignment = case.assignment(index)
    changes = {"yellow_card_at": at, "supervised_due_at": _supervised(assignment, at, timetable)}
    case.record(Verb.ISSUE_YELLOW_CARD, by=by, at=at, on=assignment, assignment=changes)


def _supervised(assignment: Assignment, start: datetime, timetable: Timetable) -> datetime | None:
    return timetable.due(Step.SUPERVISED, start, kind=assignment.kind, urgency=assignment.urgency)


def issue_red_card(case: Case, index: int, *, by: Actor, at: datetime) -> None:
    """红牌: the supervised limit has passed too."""
    case.record(Verb.ISSUE_RED_CARD, by=by, at=at, on=case.assignment(index), assignment={"red_card_at": at})


def terminate(case: Case, *, by: Actor, at: datetime, reason: str) -> None:
    """终止办理, by an approved decision."""
    require(reason=reason)
    taken = withdrawn(case, at, Withdrawal.TERMINATED)
    case.record(Verb.TERMINATE, by=by, at=at, petition={"closed_at": at}, others=taken, texts={"public_reply": reason})
