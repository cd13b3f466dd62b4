"""回访: the citizen is asked, and the matter is closed or goes on."""

from datetime import datetime, timedelta

from tracking.domain.case import Case, require
from tracking.domain.clock import CITY_ZONE
from tracking.domain.deadline import Count, Step
from tracking.domain.error import TooEarly, TooLate
from tracking.domain.people import Actor
from tracking.domain.procedure.dispatching import asked_anew
from tracking.domain.procedure.merging import check_no_open_children
from tracking.domain.procedure.rating import Answers, answered, share_of
from tracking.domain.procedure.timetable import Timetable, whole_days
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome


def record_callback(
    case: Case, *, by: Actor, at: datetime, timetable: Timetable, answers: Answers | None, note: str = ""
) -> None:
    """One try. ``answers`` is None when nobody was reached; a later answer replaces an earlier one."""
    case.check(Verb.RECORD_CALLBACK, by=by)
    petition = case.petition
    tried = f"{petition.callback_tried} {at.astimezone(CITY_ZONE):%Y-%m-%dT%H}".strip()
    changes = {"callback_tries": petition.callback_tries + 1, "callback_tried": tried}
    if answers is not None:
        answered(case, Verb.RECORD_CALLBACK, by=by, at=at, answers=answers, petition=changes, note=note)
        return
    given_up = petition.called_back_at is None and enough_tries(tried, timetable)
    case.record(
        Verb.RECORD_CALLBACK,
        by=by,
        at=at,
        on=share_of(case),
        petition=changes | ({"called_back_at": at} if given_up else {}),
        texts={"note": note},
    )


def enough_tries(tried: str, timetable: Timetable) -> bool:
    """Whether the tries (day and hour each) were enough to give up: so many, at different hours, on so many days."""
    moments = tried.split()
    hours, days = {each[-2:] for each in moments}, {each[:10] for each in moments}
    count = timetable.rules.count
    return min(len(moments), len(hours)) >= count(Count.CALLBACK_TRIES) and len(days) >= count(Count.CALLBACK_DAYS)


def next_try(tried: str, timetable: Timetable, now: datetime) -> datetime | None:
    """When a further try brings the giving-up nearer, from ``now`` on; None when the tries were enough.

    While more hours than days are missing another hour of the same day will do.
    """
    moments, count = tried.split(), timetable.rules.count
    hours, days = {each[-2:] for each in moments}, {each[:10] for each in moments}
    more_hours = max(0, count(Count.CALLBACK_TRIES) - min(len(moments), len(hours)))
    more_days = max(0, count(Count.CALLBACK_DAYS) - len(days))
    if not more_hours and not more_days:
        return None
    at = now.astimezone(CITY_ZONE)
    while (more_hours and f"{at:%H}" in hours) or (more_days >= max(1, more_hours) and f"{at:%Y-%m-%d}" in days):
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at


def close(case: Case, *, by: Actor, at: datetime, outcome: Outcome | None = None) -> None:
    """结案, with the outcome the citizen confirmed, or the reported one where nobody could be reached.

    Raises ``TooEarly`` while the citizen was neither reached nor tried often enough.
    """
    case.check(Verb.CLOSE, by=by)
    petition, lead = case.petition, case.lead
    check_no_open_children(case)
    if petition.callback_needed and petition.called_back_at is None:
        raise TooEarly("the citizen was not called back", tries=petition.callback_tries)
    settled = outcome or lead.callback_outcome or lead.reported_outcome
    require(outcome=settled)
    changes = {"outcome": settled, "closed_at": at}
    case.record(Verb.CLOSE, by=by, at=at, on=lead, petition=changes, assignment={"decided_at": at})


def close_with_master(child: Case, *, by: Actor, at: datetime, outcome: Outcome) -> None:
    """A merged petition ends with its master, by the same decision."""
    child.record(Verb.CLOSE, by=by, at=at, petition={"outcome": outcome, "closed_at": at})


def reopen(case: Case, *, by: Actor, at: datetime, timetable: Timetable, reason: str) -> None:
    """Within 30 days of closing, by the citizen, through any door."""
    require(reason=reason)
    case.check(Verb.REOPEN, by=by)
    closed_at, days = case.petition.closed_at, int(timetable.general(Step.REOPEN).amount)
    if closed_at is None or whole_days(at - closed_at) > days:
        raise TooLate("the time to reopen the matter is over", field="reopen", days=days)
    anew = {"closed_at": None, "unit": None, "due_at": None, "master": None, "callback_needed": False}
    case.record(Verb.REOPEN, by=by, at=at, petition=anew | asked_anew(), texts={"reason": reason})
