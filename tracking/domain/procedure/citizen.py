"""What the petitioner may do while the matter is open."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.people import Actor
from tracking.domain.procedure.dispatching import withdrawn
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Withdrawal


def urge(case: Case, *, by: Actor, at: datetime, words: str = "") -> None:
    """催办, counted."""
    case.record(Verb.URGE, by=by, at=at, petition={"urges": case.petition.urges + 1}, texts={"words": words})


def add_facts(case: Case, *, by: Actor, at: datetime, words: str) -> None:
    """补充材料."""
    require(words=words)
    case.record(Verb.ADD_FACTS, by=by, at=at, texts={"words": words})


def withdraw(case: Case, *, by: Actor, at: datetime, reason: str = "") -> None:
    """撤诉, the citizen's own act; open assignments go with it."""
    taken = withdrawn(case, at, Withdrawal.CITIZEN_WITHDREW)
    case.record(Verb.WITHDRAW, by=by, at=at, petition={"closed_at": at}, others=taken, texts={"reason": reason})


def archive(case: Case, *, by: Actor, at: datetime) -> None:
    """归档."""
    case.record(Verb.ARCHIVE, by=by, at=at)
