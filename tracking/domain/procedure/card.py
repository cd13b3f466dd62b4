"""The ladder that lateness climbs: reminder, yellow card, red card. A wrong card is cancelled, never deleted."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import InvalidValue
from tracking.domain.people import SYSTEM, Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Card


def remind(case: Case, index: int, *, by: Actor, at: datetime) -> None:
    """到期提醒 to the handler, once for each deadline."""
    case.record(Verb.REMIND, by=by, at=at, on=case.assignment(index), assignment={"reminded_at": at})


def issue_yellow_card(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable) -> None:
    """黄牌: the deadline has passed; a supervised limit begins. Lateness is a fact that closing never erases."""
    assignment = case.assignment(index)
    changes = {"yellow_card_at": at, "supervised_due_at": supervised_due(assignment, at, timetable)}
    case.record(Verb.ISSUE_YELLOW_CARD, by=by, at=at, on=assignment, assignment=changes)


def issue_red_card(case: Case, index: int, *, by: Actor, at: datetime, timetable: Timetable) -> None:
    """红牌: the supervised limit has passed too; the unit has a last limit to put it right."""
    assignment = case.assignment(index)
    rectify_due_at = timetable.due(Step.RECTIFY, at, kind=assignment.kind, urgency=assignment.urgency)
    changes = {"red_card_at": at, "rectify_due_at": rectify_due_at}
    case.record(Verb.ISSUE_RED_CARD, by=by, at=at, on=assignment, assignment=changes)


def overdue_cards(case: Case, index: int, *, at: datetime, timetable: Timetable) -> list[Card]:
    """Issue the cards that have become due and return them; the last instant of a deadline is still in time."""
    assignment, issued = case.assignment(index), []
    if _past(assignment.handle_due_at, at) and assignment.yellow_card_at is None:
        issue_yellow_card(case, index, by=SYSTEM, at=at, timetable=timetable)
        issued.append(Card.YELLOW)
    if _past(assignment.supervised_due_at, at) and assignment.red_card_at is None:
        issue_red_card(case, index, by=SYSTEM, at=at, timetable=timetable)
        issued.append(Card.RED)
    return issued


def cancel_card(case: Case, index: int, *, by: Actor, at: datetime, card: Card, reason: str) -> None:
    """撤销: the card stays in the record with the reason why it does not count; what would follow it is off."""
    require(reason=reason)
    assignment = case.assignment(index)
    case.check(Verb.CANCEL_CARD, by=by, on=assignment)
    if not stands(assignment, card):
        raise InvalidValue("there is no such card to cancel", field="card", value=card)
    follows = {"supervised_due_at": None} if card is Card.YELLOW else {"rectify_due_at": None}
    case.record(
        Verb.CANCEL_CARD,
        by=by,
        at=at,
        on=assignment,
        assignment={f"{card}_cancelled_at": at, **follows},
        texts={"reason": reason},
        coded={"card": card},
    )


def stands(assignment: Assignment, card: Card) -> bool:
    """Whether the assignment has this card and it was not cancelled."""
    issued, cancelled = getattr(assignment, f"{card}_card_at"), getattr(assignment, f"{card}_cancelled_at")
    return issued is not None and cancelled is None


def supervised_due(assignment: Assignment, start: datetime, timetable: Timetable) -> datetime | None:
    return timetable.due(Step.SUPERVISED, start, kind=assignment.kind, urgency=assignment.urgency)


def _past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment < now
