"""退单: the unit says "not ours"; supervision decides. A unit can close nothing with these words."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.error import InvalidValue, OutOfTurn, TooLate
from tracking.domain.people import Actor
from tracking.domain.procedure.assigning import withdrawn
from tracking.domain.stage import AssignmentStage, allowed_on_assignment
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Decision, Nature, Withdrawal


def return_(case: Case, index: int, *, by: Actor, at: datetime, reason: str, target: str, explanation: str) -> None:
    """退单: not ours – with a coded reason, the basis and the unit believed to be in charge."""
    require(reason=reason, target=target, explanation=explanation)
    assignment = case.assignment(index)
    case.check(Verb.RETURN, by=by, on=assignment)
    if target == assignment.unit:
        raise InvalidValue("a unit cannot return a matter to itself", field="target", value=target)
    if assignment.adjudicated:
        allowed = [verb for verb in allowed_on_assignment(assignment.stage) if verb is not Verb.RETURN]
        raise OutOfTurn("a binding dispatch cannot be returned", allowed=allowed)
    if assignment.return_decision is Decision.REJECTED:
        raise TooLate("a rejected return cannot be repeated", field="return")
    changes = {"return_asked_at": at, "return_reason": reason, "return_target": target}
    case.record(Verb.RETURN, by=by, at=at, on=assignment, assignment=changes, texts={"explanation": explanation})


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
