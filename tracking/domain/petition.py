"""The petition (诉求) and its assignments (承办件): state only, every field set by ledger entries.

Instants are aware; ``*_on`` are days of the city. An assignment carries every fact the nine indicators
need, so that it is also the row they are computed from.
"""

from dataclasses import dataclass
from datetime import datetime

from tracking.domain.stage import OPEN_ASSIGNMENT_STAGES, AssignmentStage, PetitionStage
from tracking.domain.vocabulary import (
    DataRight,
    Decision,
    Identity,
    Kind,
    Nature,
    Outcome,
    ReworkCause,
    Satisfaction,
    Urgency,
    Verification,
    Withdrawal,
)


@dataclass(kw_only=True, slots=True)
class Assignment:
    """One petition × one unit × one dispatch. Written ``number/01``."""

    index: int
    round: int
    unit: str
    nature: Nature
    stage: AssignmentStage
    kind: Kind
    urgency: Urgency
    basis: str
    dispatched_at: datetime
    dispatched_by_system: bool = False
    adjudicated: bool = False
    statutory: str | None = None
    track: str | None = None
    rework_of: int | None = None
    sign_due_at: datetime | None = None
    signed_at: datetime | None = None
    contact_due_at: datetime | None = None
    contacted_at: datetime | None = None
    contact_exempt: bool = False
    contact_denied: bool = False
    return_due_at: datetime | None = None
    return_asked_at: datetime | None = None
    return_reason: str | None = None
    return_target: str | None = None
    return_decision: Decision | None = None
    return_decided_at: datetime | None = None
    handle_due_at: datetime | None = None
    remind_at: datetime | None = None
    provisional: bool = False
    extensions: int = 0
    extension_asked_at: datetime | None = None
    suspension_asked_at: datetime | None = None
    suspension_asked_until: datetime | None = None
    suspended_at: datetime | None = None
    suspended_until: datetime | None = None
    suspended_days: int = 0
    due_before_pause: datetime | None = None
    reported_at: datetime | None = None
    reported_outcome: Outcome | None = None
    completed_at: datetime | None = None
    sent_back: int = 0
    beyond_duty_claimed: bool = False
    beyond_duty: bool = False
    callback_at: datetime | None = None
    callback_verified: Verification | None = None
    callback_outcome: Outcome | None = None
    satisfaction: Satisfaction | None = None
    rating_appealed_at: datetime | None = None
    rating_annulled: bool = False
    rating_superseded: bool = False
    decided_at: datetime | None = None
    rework_cause: ReworkCause | None = None
    withdrawn_at: datetime | None = None
    withdrawal: Withdrawal | None = None
    reminded_at: datetime | None = None
    yellow_card_at: datetime | None = None
    supervised_due_at: datetime | None = None
    yellow_cancelled_at: datetime | None = None
    red_card_at: datetime | None = None
    red_cancelled_at: datetime | None = None
    rectify_due_at: datetime | None = None
    order_level: int | None = None
    order_due_at: datetime | None = None
    order_answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_ASSIGNMENT_STAGES


@dataclass(kw_only=True, slots=True)
class Petition:
    """One matter brought by a citizen. ``version`` is the number of its ledger entries.

    ``received_at`` is when the citizen spoke; ``taken_over_at`` when the matter came to us from a branch or an old
    system that had heard it before. Clocks run from the later one. ``urges_answered``: so many urges were there when
    the unit answered in words the last time.
    """

    number: str
    channel: str
    stage: PetitionStage
    received_at: datetime
    rules: str
    taken_over_at: datetime | None = None
    identity: Identity = Identity.NAMED
    legacy_source: str | None = None
    kind: Kind | None = None
    topic: str | None = None
    urgency: Urgency = Urgency.NORMAL
    district: str | None = None
    street: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    wants_contact: bool = True
    agrees_to_publication: bool = False
    needs_person: bool = False
    decline_reason: str | None = None
    diverted_to: str | None = None
    master: str | None = None
    merged: int = 0
    uncalled: int = 0
    split_from: str | None = None
    open_parts: int = 0
    joined: int = 0
    asked_at: datetime | None = None
    data_right: DataRight | None = None
    data_asked_at: datetime | None = None
    dispatch_due_at: datetime | None = None
    unit: str | None = None
    due_at: datetime | None = None
    round: int = 0
    returns: int = 0
    urges: int = 0
    urges_answered: int | None = None
    reworks: int = 0
    orders: int = 0
    callback_due_at: datetime | None = None
    callback_needed: bool = False
    callback_tries: int = 0
    callback_tried: str = ""
    called_back_at: datetime | None = None
    outcome: Outcome | None = None
    satisfaction: Satisfaction | None = None
    closed_at: datetime | None = None
    version: int = 0
    head: bytes = bytes(32)

    @property
    def urge_waits(self) -> bool:
        """Whether the unit has not answered the last urge in words."""
        return self.urges > (self.urges_answered or 0)

    @property
    def can_be_called(self) -> bool:
        """Whether the petitioner is known and did not ask to be left alone."""
        return self.wants_contact and self.identity is not Identity.ANONYMOUS
