"""评价: what the citizen answers, by call-back or of the own accord, and what the unit may say to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracking.domain.case import Case, require
from tracking.domain.error import InvalidValue, TooLate
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome, Satisfaction, Verification


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The four answers; each may be missing. Silence is never satisfaction."""

    contacted: bool | None = None
    verified: Verification | None = None
    outcome: Outcome | None = None
    satisfaction: Satisfaction | None = None

    @property
    def any(self) -> bool:
        return any(each is not None for each in (self.contacted, self.verified, self.outcome, self.satisfaction))


def rate(case: Case, *, by: Actor, at: datetime, answers: Answers, note: str = "") -> None:
    """评价 by the citizen, through any door; a later answer replaces an earlier one."""
    answered(case, Verb.RATE, by=by, at=at, answers=answers, petition={}, note=note)


def answered(
    case: Case, verb: Verb, *, by: Actor, at: datetime, answers: Answers, petition: dict[str, Any], note: str
) -> None:
    """Record answers: on the lead, or on the petition alone where it was merged into another."""
    case.check(verb, by=by)
    if not answers.any:
        raise InvalidValue("a call-back without any answer", field="answers")
    lead = share_of(case)
    told = {"satisfaction": answers.satisfaction} if answers.satisfaction else {}
    case.record(
        verb,
        by=by,
        at=at,
        on=lead,
        petition={**petition, **told, "called_back_at": at},
        assignment=_changes(lead, answers, at) if lead else {},
        others=_superseded(case, lead) if lead and answers.satisfaction else {},
        texts={"note": note},
    )


def share_of(case: Case) -> Assignment | None:
    """The lead whose work the citizen judges; one whose petition goes with a master, also after the end, has none."""
    return None if case.petition.master else case.lead


def _changes(lead: Assignment, answers: Answers, at: datetime) -> dict[str, Any]:
    given: dict[str, Any] = {
        "callback_at": at,
        "contact_denied": lead.contact_denied if answers.contacted is None else not answers.contacted,
        "callback_verified": answers.verified or lead.callback_verified,
        "callback_outcome": answers.outcome or lead.callback_outcome,
        "satisfaction": answers.satisfaction or lead.satisfaction,
    }
    anew = {"rating_annulled": False, "rating_appealed_at": None} if answers.satisfaction else {}
    return given | anew


def _superseded(case: Case, lead: Assignment) -> dict[int, dict[str, Any]]:
    """Of a matter that was handled again only the last rating counts."""
    older: dict[int, dict[str, Any]] = {}
    index = lead.rework_of
    while index is not None:
        earlier = case.assignment(index)
        if earlier.satisfaction and not earlier.rating_superseded:
            older[index] = {"rating_superseded": True}
        index = earlier.rework_of
    return older


def appeal_rating(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """评价申诉: the unit asks supervision to annul a rating."""
    require(reason=reason)
    assignment = case.assignment(index)
    case.check(Verb.APPEAL_RATING, by=by, on=assignment)
    if assignment.satisfaction is None or assignment.rating_annulled:
        raise InvalidValue("there is no rating to appeal against", field="rating")
    if assignment.rating_appealed_at:
        raise TooLate("an appeal is waiting already", field="rating")
    changes = {"rating_appealed_at": at}
    case.record(Verb.APPEAL_RATING, by=by, at=at, on=assignment, assignment=changes, texts={"reason": reason})


def annul_rating(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """申诉成立: the rating stays visible with the reason and is left out of the figures."""
    _decide(case, index, Verb.ANNUL_RATING, by=by, at=at, reason=reason, annulled=True)


def keep_rating(case: Case, index: int, *, by: Actor, at: datetime, reason: str) -> None:
    """申诉不成立."""
    _decide(case, index, Verb.KEEP_RATING, by=by, at=at, reason=reason, annulled=False)


def _decide(case: Case, index: int, verb: Verb, *, by: Actor, at: datetime, reason: str, annulled: bool) -> None:
    require(reason=reason)
    assignment = case.assignment(index)
    case.check(verb, by=by, on=assignment)
    if assignment.rating_appealed_at is None:
        raise TooLate("no appeal is waiting", field="rating")
    changes = {"rating_appealed_at": None, "rating_annulled": annulled}
    case.record(verb, by=by, at=at, on=assignment, assignment=changes, texts={"reason": reason})
