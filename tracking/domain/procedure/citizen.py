"""What the petitioner may do while the matter is open."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.people import Actor
from tracking.domain.procedure.assigning import withdrawn
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Withdrawal


def urge(case: Case, *, by: Actor, at: datetime, words: str = "") -> None:
    """催办, counted."""
    case.record(Verb.URGE, by=by, at=at, petition={"urges": case.petition.urges + 1}, texts={"words": words})


def add_facts(case: Case, *, by: Actor, at: datetime, words: str) -> None:
    """补充材料. It answers what the citizen was asked, if anything was."""
    require(words=words)
    answered = {"asked_at": None} if case.petition.asked_at else {}
    case.record(Verb.ADD_FACTS, by=by, at=at, petition=answered, texts={"words": words})


def ask(case: Case, index: int | None = None, *, by: Actor, at: datetime, question: str) -> None:
    """请诉求人补充: a desk or the unit asks the citizen; the clocks run on."""
    require(question=question)
    on = case.assignment(index) if index else None
    case.record(Verb.ASK, by=by, at=at, on=on, petition={"asked_at": at}, texts={"question": question})


def withdraw(case: Case, *, by: Actor, at: datetime, reason: str = "") -> None:
    """撤诉, the citizen's own act; open assignments go with it."""
    taken = withdrawn(case, at, Withdrawal.CITIZEN_WITHDREW)
    case.record(Verb.WITHDRAW, by=by, at=at, petition={"closed_at": at}, others=taken, texts={"reason": reason})


def archive(case: Case, *, by: Actor, at: datetime) -> None:
    """归档."""
    case.record(Verb.ARCHIVE, by=by, at=at)
