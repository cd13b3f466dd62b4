"""转入: matters that an older system had heard, and perhaps settled, before the city began to use this one.

What was settled there comes to rest at once and starts no clock; what is open goes the way of every petition, with
clocks that run from the moment it came here. The unit's figures hold neither: nothing was ever dispatched by us.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracking.domain.case import Case
from tracking.domain.error import InvalidValue
from tracking.domain.people import Actor
from tracking.domain.petition import Petition
from tracking.domain.procedure.intake import Matter, first_fields
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome, Satisfaction


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the older system knew. ``closed_at`` None: the matter is open. ``reply`` stays with the staff."""

    received_at: datetime
    unit: str | None = None
    outcome: Outcome | None = None
    satisfaction: Satisfaction | None = None
    closed_at: datetime | None = None
    reply: str = ""


def take_over(number: str, matter: Matter, past: Past, *, by: Actor, at: datetime, timetable: Timetable) -> Case:
    """The ledger begins here: its first entry is dated ``at`` and tells when the citizen spoke."""
    given = first_fields(number, matter, at=at, timetable=timetable, received_at=past.received_at)
    given |= _settled(past, at) if past.closed_at else {}
    case = Case(Petition(**given), [])
    case.record(Verb.TAKE_OVER, by=by, at=at, petition=given, texts={"said": matter.text, "reply": past.reply})
    return case


def _settled(past: Past, at: datetime) -> dict[str, Any]:
    if past.closed_at is None or not past.received_at <= past.closed_at <= at:
        raise InvalidValue("closed before it came, or in the future", field="closed_at")
    known = {
        "unit": past.unit,
        "outcome": past.outcome,
        "satisfaction": past.satisfaction,
        "closed_at": past.closed_at,
    }
    rested = {"stage": PetitionStage.ARCHIVED, "dispatch_due_at": None}
    return {name: value for name, value in known.items() if value is not None} | rested
