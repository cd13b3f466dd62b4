"""The two state machines as tables: (stage, verb) → the stages that may follow.

A pair that is not in a table is forbidden. Where two stages may follow, the verb picks one of them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tracking.domain.verb import Verb


class PetitionStage(StrEnum):
    """Where a petition stands."""

    REGISTERED = "registered"
    ANSWERED = "answered"
    DECLINED = "declined"
    DIVERTED = "diverted"
    MERGED = "merged"
    AWAITING_DISPATCH = "awaiting_dispatch"
    WITH_UNIT = "with_unit"
    UNDER_REVIEW = "under_review"
    AWAITING_CALLBACK = "awaiting_callback"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


class AssignmentStage(StrEnum):
    """Where one unit's share of a petition stands."""

    TO_SIGN = "to_sign"
    HANDLING = "handling"
    SUBMITTED = "submitted"
    COMPLETED = "completed"
    RETURN_PENDING = "return_pending"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


P, A, V = PetitionStage, AssignmentStage, Verb

UNDISPATCHED = frozenset({P.REGISTERED, P.AWAITING_DISPATCH})
OPEN_STAGES = frozenset({P.REGISTERED, P.AWAITING_DISPATCH, P.WITH_UNIT, P.UNDER_REVIEW, P.AWAITING_CALLBACK})
OPEN_ASSIGNMENT_STAGES = frozenset({A.TO_SIGN, A.HANDLING, A.SUBMITTED, A.RETURN_PENDING, A.SUSPENDED})
FINAL_STAGES = frozenset({P.ANSWERED, P.DECLINED, P.DIVERTED, P.CLOSED, P.WITHDRAWN, P.TERMINATED})
_STILL_TO_DO = UNDISPATCHED | {P.WITH_UNIT}
_AT_WORK = frozenset({P.WITH_UNIT, P.UNDER_REVIEW})
_ASKED = frozenset({P.AWAITING_CALLBACK, P.CLOSED, P.MERGED})
_ANSWERS = (V.ANSWER_ORDER, V.ANSWER_URGE)
_ANSWERED_FOR = _AT_WORK | {P.AWAITING_CALLBACK, P.CLOSED}


def _stay(verb: Verb, stages: frozenset[PetitionStage]) -> dict[tuple[PetitionStage, Verb], tuple[PetitionStage, ...]]:
    return {(stage, verb): (stage,) for stage in stages}


PETITION: Mapping[tuple[PetitionStage, Verb], tuple[PetitionStage, ...]] = MappingProxyType(
    {
        (P.REGISTERED, V.CLASSIFY): (P.AWAITING_DISPATCH,),
        (P.AWAITING_DISPATCH, V.CLASSIFY): (P.AWAITING_DISPATCH,),
        **{
            (stage, verb): (after,)
            for stage in UNDISPATCHED
            for verb, after in ((V.ANSWER, P.ANSWERED), (V.DECLINE, P.DECLINED), (V.DIVERT, P.DIVERTED))
        },
        (P.AWAITING_DISPATCH, V.DISPATCH): (P.WITH_UNIT,),
        (P.AWAITING_DISPATCH, V.ARBITRATE): (P.WITH_UNIT,),
        (P.WITH_UNIT, V.ADD_ASSIST): (P.WITH_UNIT,),
        **_stay(V.SIGN, frozenset({P.WITH_UNIT})),
        **_stay(V.CONTACT, frozenset({P.WITH_UNIT})),
        **_stay(V.RETURN, frozenset({P.WITH_UNIT})),
        (P.WITH_UNIT, V.UPHOLD_RETURN): (P.AWAITING_DISPATCH,),
        (P.WITH_UNIT, V.REJECT_RETURN): (P.WITH_UNIT,),
        **_stay(V.REQUEST_EXTENSION, frozenset({P.WITH_UNIT})),
        **_stay(V.GRANT_EXTENSION, frozenset({P.WITH_UNIT})),
        **_stay(V.REFUSE_EXTENSION, frozenset({P.WITH_UNIT})),
        **_stay(V.REQUEST_SUSPENSION, frozenset({P.WITH_UNIT})),
        **_stay(V.GRANT_SUSPENSION, frozenset({P.WITH_UNIT})),
        **_stay(V.REFUSE_SUSPENSION, frozenset({P.WITH_UNIT})),
        **_stay(V.RESUME, frozenset({P.WITH_UNIT})),
        (P.WITH_UNIT, V.REPORT_BACK): (P.UNDER_REVIEW,),
        (P.UNDER_REVIEW, V.ACCEPT_REPORT): (P.AWAITING_CALLBACK,),
        (P.UNDER_REVIEW, V.SEND_BACK): (P.WITH_UNIT,),
        **_stay(V.RECORD_CALLBACK, _ASKED),
        **_stay(V.RATE, _ASKED),
        **_stay(V.APPEAL_RATING, _ANSWERED_FOR),
        **_stay(V.ANNUL_RATING, _ANSWERED_FOR),
        **_stay(V.KEEP_RATING, _ANSWERED_FOR),
        (P.AWAITING_CALLBACK, V.REWORK): (P.WITH_UNIT,),
        (P.AWAITING_CALLBACK, V.CLOSE): (P.CLOSED,),
        (P.CLOSED, V.REOPEN): (P.AWAITING_DISPATCH,),
        **{(stage, V.MERGE): (P.MERGED,) for stage in _STILL_TO_DO},
        (P.MERGED, V.UNMERGE): (P.AWAITING_DISPATCH,),
        (P.MERGED, V.CLOSE): (P.CLOSED,),
        (P.MERGED, V.WITHDRAW): (P.WITHDRAWN,),
        **_stay(V.TAKE_IN, OPEN_STAGES),
        **_stay(V.LET_GO, OPEN_STAGES),
        **_stay(V.JOIN, OPEN_STAGES),
        **_stay(V.SPLIT, _STILL_TO_DO),
        **_stay(V.FOLLOW, OPEN_STAGES | {P.MERGED}),
        **_stay(V.ASK, _STILL_TO_DO),
        **_stay(V.URGE, OPEN_STAGES | {P.MERGED}),
        **_stay(V.ANSWER_URGE, _AT_WORK | {P.AWAITING_CALLBACK}),
        **_stay(V.ADD_FACTS, OPEN_STAGES | {P.MERGED}),
        **_stay(V.CORRECT, OPEN_STAGES),
        **_stay(V.REQUEST_DATA, frozenset(P)),  # the right to one's own data outlives the matter
        **_stay(V.DECIDE_DATA, frozenset(P)),
        **_stay(V.RESCHEDULE, OPEN_STAGES),
        **_stay(V.SUPERVISE, _AT_WORK),
        **_stay(V.ANSWER_ORDER, _ANSWERED_FOR),
        **_stay(V.REMIND, OPEN_STAGES),
        **_stay(V.ISSUE_YELLOW_CARD, OPEN_STAGES),
        **_stay(V.ISSUE_RED_CARD, OPEN_STAGES),
        **_stay(V.CANCEL_CARD, frozenset(P) - {P.ARCHIVED, P.ANSWERED, P.DECLINED, P.DIVERTED, P.REGISTERED}),
        **{(stage, V.WITHDRAW): (P.WITHDRAWN,) for stage in OPEN_STAGES},
        **{(stage, V.TERMINATE): (P.TERMINATED,) for stage in OPEN_STAGES},
        **{(stage, V.ARCHIVE): (P.ARCHIVED,) for stage in FINAL_STAGES},
    }
)

ASSIGNMENT: Mapping[tuple[AssignmentStage, Verb], tuple[AssignmentStage, ...]] = MappingProxyType(
    {
        (A.TO_SIGN, V.SIGN): (A.HANDLING,),
        (A.HANDLING, V.CONTACT): (A.HANDLING,),
        (A.TO_SIGN, V.RETURN): (A.RETURN_PENDING,),
        (A.HANDLING, V.RETURN): (A.RETURN_PENDING,),
        (A.RETURN_PENDING, V.UPHOLD_RETURN): (A.RETURNED,),
        (A.RETURN_PENDING, V.REJECT_RETURN): (A.TO_SIGN, A.HANDLING),
        (A.HANDLING, V.REQUEST_EXTENSION): (A.HANDLING,),
        (A.HANDLING, V.GRANT_EXTENSION): (A.HANDLING,),
        (A.HANDLING, V.REFUSE_EXTENSION): (A.HANDLING,),
        (A.HANDLING, V.REQUEST_SUSPENSION): (A.HANDLING,),
        (A.HANDLING, V.GRANT_SUSPENSION): (A.SUSPENDED,),
        (A.HANDLING, V.REFUSE_SUSPENSION): (A.HANDLING,),
        (A.SUSPENDED, V.RESUME): (A.HANDLING,),
        (A.TO_SIGN, V.ASK): (A.TO_SIGN,),
        (A.HANDLING, V.ASK): (A.HANDLING,),
        (A.HANDLING, V.REPORT_BACK): (A.SUBMITTED,),
        (A.SUBMITTED, V.ACCEPT_REPORT): (A.COMPLETED,),
        (A.SUBMITTED, V.SEND_BACK): (A.HANDLING,),
        (A.COMPLETED, V.RECORD_CALLBACK): (A.COMPLETED,),
        **{
            (A.COMPLETED, verb): (A.COMPLETED,)
            for verb in (V.RATE, V.APPEAL_RATING, V.ANNUL_RATING, V.KEEP_RATING, V.REWORK, V.CLOSE, *_ANSWERS)
        },
        **{
            (stage, verb): (stage,)
            for stage in OPEN_ASSIGNMENT_STAGES
            for verb in (*_ANSWERS, V.SUPERVISE, V.REMIND, V.ISSUE_YELLOW_CARD, V.ISSUE_RED_CARD)
        },
        **{(stage, V.CANCEL_CARD): (stage,) for stage in A},
        **{(stage, verb): (A.WITHDRAWN,) for stage in OPEN_ASSIGNMENT_STAGES for verb in (V.WITHDRAW, V.TERMINATE)},
    }
)


def allowed_on_petition(stage: PetitionStage) -> tuple[Verb, ...]:
    """The verbs that are possible on a petition at ``stage``."""
    return tuple(verb for (at, verb) in PETITION if at is stage)


def allowed_on_assignment(stage: AssignmentStage) -> tuple[Verb, ...]:
    """The verbs that are possible on an assignment at ``stage``."""
    return tuple(verb for (at, verb) in ASSIGNMENT if at is stage)
