"""转办: which unit handles a matter, which assist, and who handles it again."""

from datetime import datetime
from typing import Any

from tracking.domain.case import Case, require
from tracking.domain.deadline import Count, Limit
from tracking.domain.error import InvalidValue, NeedsArbitration
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.procedure.assigning import in_charge, new_assignment
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature, ReworkCause


def dispatch(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    timetable: Timetable,
    unit: str,
    basis: str,
    statutory: Limit | None = None,
    track: str | None = None,
) -> Assignment:
    """派单 to the unit in charge, as lead of a new round; ``basis`` says why this unit.

    A limit by law stands as ``statutory`` or as the ``track`` whose limits the rules hold, its source in ``basis``.
    Raises ``NeedsArbitration`` where the matter has gone to and fro so often that supervision must name the unit.
    """
    require(unit=unit, basis=basis)
    case.check(Verb.DISPATCH, by=by)
    if needs_arbitration(case, timetable):
        raise NeedsArbitration("supervision must arbitrate", allowed=(Verb.ARBITRATE,))
    timetable.check_track(track)
    lead = new_assignment(
        case, Nature.LEAD, unit, by=by, at=at, timetable=timetable, basis=basis, statutory=statutory, track=track
    )
    case.record(Verb.DISPATCH, by=by, at=at, petition=in_charge(lead), added=lead)
    return lead


def arbitrate(case: Case, *, by: Actor, at: datetime, timetable: Timetable, unit: str, basis: str) -> Assignment:
    """指定承办: supervision names the unit, which cannot return the matter any more."""
    require(unit=unit, basis=basis)
    lead = new_assignment(case, Nature.LEAD, unit, by=by, at=at, timetable=timetable, basis=basis, adjudicated=True)
    case.record(Verb.ARBITRATE, by=by, at=at, petition=in_charge(lead), added=lead)
    return lead


def needs_arbitration(case: Case, timetable: Timetable) -> bool:
    """Whether the matter was returned, or handed on, as often as the rules bear."""
    units = {each.unit for each in case.assignments if each.nature is Nature.LEAD}
    count = timetable.rules.count
    return case.petition.returns >= count(Count.RETURNS) or len(units) >= count(Count.UNITS)


def add_assist(case: Case, *, by: Actor, at: datetime, timetable: Timetable, unit: str, basis: str) -> Assignment:
    """协办: a second unit handles its share within the same limits."""
    require(unit=unit, basis=basis)
    if any(each.is_open and each.unit == unit for each in case.assignments):
        raise InvalidValue("the unit has the matter already", field="unit", value=unit)
    assist = new_assignment(case, Nature.ASSIST, unit, by=by, at=at, timetable=timetable, basis=basis)
    case.record(Verb.ADD_ASSIST, by=by, at=at, added=assist)
    return assist


def rework(case: Case, *, by: Actor, at: datetime, timetable: Timetable, cause: ReworkCause, reason: str) -> Assignment:
    """重办: a new assignment of the same unit with half the first limit; the old one stays completed."""
    require(reason=reason)
    case.check(Verb.REWORK, by=by)
    old = case.lead
    new = new_assignment(
        case, Nature.LEAD, old.unit, by=by, at=at, timetable=timetable, basis=old.basis, rework_of=old.index
    )
    case.record(
        Verb.REWORK,
        by=by,
        at=at,
        on=old,
        petition=in_charge(new) | {"reworks": case.petition.reworks + 1} | asked_anew(),
        assignment={"decided_at": at, "rework_cause": cause},
        added=new,
        texts={"reason": reason},
    )
    return new


def asked_anew() -> dict[str, Any]:
    """The changes with which call-back begins again."""
    return {"callback_due_at": None, "callback_tries": 0, "callback_tried": "", "called_back_at": None}
