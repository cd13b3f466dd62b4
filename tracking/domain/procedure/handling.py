"""承办: what the unit in charge does with its assignment."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import InvalidValue, TooLate
from tracking.domain.people import Actor
from tracking.domain.procedure.card import overdue_cards
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Outcome


def sign(case: Case, index: int, *, by: Actor, at: datetime) -> None:
    """签收."""
    case.record(Verb.SIGN, by=by, at=at, on=case.assignment(index), assignment={"signed_at": at})


def contact(
    case: Case, index: int, *, by: Actor, at: datetime, note: str, contacted_at: datetime | None = None
) -> None:
    """首次联系. The moment of the talk may lie before its recording, never before the dispatch."""
    require(note=note)
    assignment, when = case.assignment(index), contacted_at or at
    if not assignment.dispatched_at <= when <= at:
        raise InvalidValue("the contact cannot lie before the dispatch or in the future", field="contacted_at")
    first = {"contacted_at": assignment.contacted_at or when}
    case.record(Verb.CONTACT, by=by, at=at, on=assignment, assignment=first, texts={"note": note})


def request_extension(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable, reason: str) -> None:
    """申请延期, only before the deadline and as often as the rules allow; the clock runs meanwhile."""
    require(reason=reason)
    assignment = case.assignment(index)
    case.check(Verb.REQUEST_EXTENSION, by=by, on=assignment)
    limit = timetable.limit(Step.EXTENSION, kind=assignment.kind, urgency=assignment.urgency, track=assignment.track)
    if limit is None or assignment.extensions >= limit.times or assignment.extension_asked_at:
        raise TooLate("no further extension is possible", field="extension")
    if assignment.handle_due_at is None or at > assignment.handle_due_at:
        raise TooLate("an extension must be asked for before the deadline", field="extension")
    case.record(
        Verb.REQUEST_EXTENSION,
        by=by,
        at=at,
        on=assignment,
        assignment={"extension_asked_at": at},
        texts={"reason": reason},
    )


def report_back(
    case: Case,
    index: int,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    outcome: Outcome,
    reply: str,
    evidence: str = "",
    beyond_duty: bool = False,
) -> None:
    """报结, with a coded outcome, a reply to the citizen and, for complaints, evidence of what was done.

    ``beyond_duty`` is what the unit claims; supervision decides on it. A report after a deadline carries the card
    that the deadline brings, also when no sweep came between.
    """
    require(reply=reply)
    assignment = case.assignment(index)
    if assignment.kind is Kind.COMPLAINT:
        require(evidence=evidence)
    case.check(Verb.REPORT_BACK, by=by, on=assignment)
    overdue_cards(case, index, at=at, timetable=timetable)
    case.record(
        Verb.REPORT_BACK,
        by=by,
        at=at,
        on=assignment,
        assignment={"reported_at": at, "reported_outcome": outcome, "beyond_duty_claimed": beyond_duty},
        texts={"reply": reply, "evidence": evidence},
    )
