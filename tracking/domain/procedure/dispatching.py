"""转办: who handles a matter, and what happens when a unit says it is not theirs."""

from datetime import datetime
from typing import Any

from tracking.domain.case import Case, require
from tracking.domain.deadline import Step
from tracking.domain.error import InvalidValue, MissingField
from tracking.domain.people import SYSTEM, Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.stage import AssignmentStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Decision, Identity, Nature, ReworkCause, Withdrawal


def dispatch(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    unit: str,
    basis: str,
    statutory_days: int | None = None,
) -> Assignment:
    """派单 to the unit in charge, as lead of a new round; ``basis`` says why this unit."""
    require(unit=unit, basis=basis)
    lead = _new(case, Nature.LEAD, unit, by=by, at=at, timetable=timetable, basis=basis, statutory=statutory_days)
    case.record(Verb.DISPATCH, by=by, at=at, petition=_with(lead), added=lead)
    return lead


def add_assist(case: Case, *, by: Actor, at: datetime, timetable: Timetable, unit: str, basis: str) -> Assignment:
    """协办: a second unit handles its share within the same limits."""
    require(unit=unit, basis=basis)
    if any(each.is_open and each.unit == unit for each in case.assignments):
        raise InvalidValue("the unit has the matter already", field="unit", value=unit)
    assist = _new(case, Nature.ASSIST, unit, by=by, at=at, timetable=timetable, basis=basis)
    case.record(Verb.ADD_ASSIST, by=by, at=at, added=assist)
    return assist


def rework(case: Case, *, by: Actor, at: datetime, timetable: Timetable, cause: ReworkCause, reason: str) -> Assignment:
    """重办: a new assignment of the same unit with half the first limit; the old one stays completed."""
    require(reason=reason)
    old = case.lead
    new = _new(case, Nature.LEAD, old.unit, by=by, at=at, timetable=timetable, basis=old.basis, rework_of=old.index)
    case.record(
        Verb.REWORK,
        by=by,
        at=at,
        on=old,
        petition=_with(new) | {"reworks": case.petition.reworks + 1},
        assignment={"decided_at": at, "rework_cause": cause},
        added=new,
        texts={"reason": reason},
    )
    return new


def uphold_return(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """同意退单. The assignment leaves the unit's figures and counts as the dispatcher's error."""
    returned = case.assignment(index)
    lead = returned.nature is Nature.LEAD
    case.record(
        Verb.UPHOLD_RETURN,
        by=by,
        at=at,
        on=returned,
        petition={"returns": case.petition.returns + 1, "unit": None, "due_at": None} if lead else {},
        assignment={"return_decision": Decision.UPHELD, "return_decided_at": at},
        others=withdrawn(case, at, Withdrawal.REROUTED, besides=index) if lead else {},
        texts={"reason": reason},
    )


def reject_return(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """驳回退单. The clock never paused."""
    require(reason=reason)
    kept = case.assignment(index)
    back = AssignmentStage.HANDLING if kept.signed_at else AssignmentStage.TO_SIGN
    changes = {"return_decision": Decision.REJECTED, "return_decided_at": at, "stage": back}
    case.record(Verb.REJECT_RETURN, by=by, at=at, on=kept, assignment=changes, texts={"reason": reason})


def withdrawn(case: Case, at: datetime, why: Withdrawal, *, besides: int | None = None) -> dict[int, dict[str, Any]]:
    """The changes that take every open assignment (but one) from its unit."""
    changes = {"stage": AssignmentStage.WITHDRAWN, "withdrawn_at": at, "withdrawal": why}
    return {each.index: dict(changes) for each in case.assignments if each.is_open and each.index != besides}


def _with(lead: Assignment) -> dict[str, Any]:
    return {"unit": lead.unit, "due_at": lead.handle_due_at, "round": lead.round}


def _new(
    case: Case,
    nature: Nature,
    unit: str,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    basis: str,
    statutory: int | None = None,
    rework_of: int | None = None,
) -> Assignment:
    petition = case.petition
    if petition.kind is None:
        raise MissingField("kind is missing", field="kind")
    kind, urgency = petition.kind, petition.urgency
    handle_due_at, remind_at = timetable.handling(
        at, kind=kind, urgency=urgency, statutory_days=statutory, rework=rework_of is not None
    )
    return Assignment(
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
        rework_of=rework_of,
        sign_due_at=timetable.due(Step.SIGN, at, kind=kind, urgency=urgency),
        contact_due_at=timetable.due(Step.CONTACT, at, kind=kind, urgency=urgency),
        contact_exempt=petition.identity is Identity.ANONYMOUS or not petition.wants_contact,
        return_due_at=timetable.due(Step.RETURN, at, kind=kind, urgency=urgency),
        handle_due_at=handle_due_at,
        remind_at=remind_at,
        provisional=handle_due_at is None,
    )
