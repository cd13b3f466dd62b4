"""回访: the citizen is asked, and the matter is closed or goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.domain.case import Case, require
from tracking.domain.error import InvalidValue, OpenChildren, TooLate
from tracking.domain.people import Actor
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome, Satisfaction, Verification

REOPEN_WITHIN = timedelta(days=30)


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


def record_callback(case: Case, *, by: Actor, at: datetime, answers: Answers | None, note: str = "") -> None:
    """One try. ``answers`` is None when nobody was reached; a later answer replaces an earlier one."""
    lead = case.lead
    changes: dict[str, object] = {}
    if answers is not None:
        if not answers.any:
            raise InvalidValue("a call-back without any answer", field="answers")
        changes = {
            "callback_at": at,
            "contact_denied": lead.contact_denied if answers.contacted is None else not answers.contacted,
            "callback_verified": answers.verified or lead.callback_verified,
            "callback_outcome": answers.outcome or lead.callback_outcome,
            "satisfaction": answers.satisfaction or lead.satisfaction,
        }
    tried = {"callback_tries": case.petition.callback_tries + 1}
    rated = {"satisfaction": answers.satisfaction} if answers and answers.satisfaction else {}
    case.record(
        Verb.RECORD_CALLBACK,
        by=by,
        at=at,
        on=lead,
        petition=tried | rated,
        assignment=changes,
        texts={"note": note},
    )


def close(case: Case, *, by: Actor, at: datetime, outcome: Outcome | None = None) -> None:
    """结案, with the outcome the citizen confirmed, or the reported one where nobody could be reached."""
    lead = case.lead
    if any(each.is_open for each in case.assignments):
        raise OpenChildren("an assignment is still open", number=case.petition.number)
    settled = outcome or lead.callback_outcome or lead.reported_outcome
    require(outcome=settled)
    case.record(
        Verb.CLOSE,
        by=by,
        at=at,
        on=lead,
        petition={"outcome": settled, "closed_at": at},
        assignment={"decided_at": at},
    )


def reopen(case: Case, *, by: Actor, at: datetime, reason: str) -> None:
    """Within 30 days of closing, by the citizen, through any door."""
    require(reason=reason)
    closed_at = case.petition.closed_at
    if closed_at is None or at > closed_at + REOPEN_WITHIN:
        raise TooLate("a matter can be reopened within 30 days of closing", field="reopen")
    changes = {"closed_at": None, "unit": None, "due_at": None, "callback_tries": 0}
    case.record(Verb.REOPEN, by=by, at=at, petition=changes, texts={"reason": reason})
