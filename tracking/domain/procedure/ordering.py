"""督办单: supervision orders a unit to act by a deadline, and the unit answers."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.error import InvalidValue, TooLate
from tracking.domain.people import Actor
from tracking.domain.verb import Verb

LEVELS = range(1, 5)


def supervise(case: Case, index: int, *, by: Actor, at: datetime, level: int, due_at: datetime, reason: str) -> None:
    """签发督办单 of a level from 1 to 4, the gravest. A later order replaces an earlier one that was not answered."""
    require(reason=reason)
    if level not in LEVELS:
        raise InvalidValue("a supervision order has a level from 1 to 4", field="level", value=level)
    if due_at <= at:
        raise InvalidValue("the deadline of an order must lie ahead", field="due_at")
    case.record(
        Verb.SUPERVISE,
        by=by,
        at=at,
        on=case.assignment(index),
        petition={"orders": case.petition.orders + 1},
        assignment={"order_level": level, "order_due_at": due_at, "order_answered_at": None},
        texts={"reason": reason},
    )


def answer_order(case: Case, index: int, *, by: Actor, at: datetime, answer: str) -> None:
    """回复督办单."""
    require(answer=answer)
    assignment = case.assignment(index)
    case.check(Verb.ANSWER_ORDER, by=by, on=assignment)
    if assignment.order_level is None or assignment.order_answered_at is not None:
        raise TooLate("no supervision order is waiting for an answer", field="order")
    changes = {"order_answered_at": at}
    case.record(Verb.ANSWER_ORDER, by=by, at=at, on=assignment, assignment=changes, texts={"answer": answer})
