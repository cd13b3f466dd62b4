"""The petitioner's rights to the own data (个人信息保护法, articles 15 and 44 to 47), at every stage and after it."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.error import OutOfTurn, TooEarly
from tracking.domain.people import Actor
from tracking.domain.stage import OPEN_STAGES, allowed_on_petition
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import DataRight, Decision


def request_data(case: Case, *, by: Actor, at: datetime, right: DataRight, words: str = "") -> None:
    """To take back consent needs nobody's decision; a correction or deletion waits for one, and replaces an earlier.

    Raises ``TooEarly`` for a deletion while the matter is open: it is withdrawn first, or nobody could answer.
    """
    case.check(Verb.REQUEST_DATA, by=by)
    if right is DataRight.CORRECT:
        require(words=words)
    if right is DataRight.ERASE and case.petition.stage in OPEN_STAGES:
        raise TooEarly("the matter is still open", field="right", value=right)
    if right is DataRight.UNPUBLISH:
        changes: dict[str, object] = {"agrees_to_publication": False}
    else:
        changes = {"data_right": right, "data_asked_at": at}
    texts = {"data_request": words}
    case.record(Verb.REQUEST_DATA, by=by, at=at, petition=changes, texts=texts, coded={"right": right})


def decide_data(case: Case, *, by: Actor, at: datetime, decision: Decision, reason: str) -> None:
    """A person decides, with the reason that the petitioner reads. Raises ``OutOfTurn`` where nothing waits."""
    require(reason=reason)
    case.check(Verb.DECIDE_DATA, by=by)
    right = case.petition.data_right
    if right is None:
        raise OutOfTurn("no request waits", allowed=allowed_on_petition(case.petition.stage))
    changes = {"data_right": None, "data_asked_at": None}
    coded = {"right": right, "decision": decision}
    case.record(Verb.DECIDE_DATA, by=by, at=at, petition=changes, texts={"data_decision": reason}, coded=coded)
