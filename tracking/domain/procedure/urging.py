"""催办回复: the unit in charge answers an urge in words."""

from datetime import datetime

from tracking.domain.case import Case, require
from tracking.domain.error import InvalidValue, TooLate
from tracking.domain.people import Actor
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature


def answer_urge(case: Case, index: int, *, by: Actor, at: datetime, answer: str, public_answer: str = "") -> None:
    """Answer every urge there is so far; ``public_answer`` is the redacted text, which a citizen who urged may read.

    Raises ``TooLate`` when none waits, ``InvalidValue`` for an assisting unit: the unit in charge answers.
    """
    require(answer=answer)
    assignment, petition = case.assignment(index), case.petition
    case.check(Verb.ANSWER_URGE, by=by, on=assignment)
    if assignment.nature is Nature.ASSIST:
        raise InvalidValue("the unit in charge answers an urge", field="assignment", value=index)
    if not petition.urge_waits:
        raise TooLate("no urge is waiting for an answer", field="answer")
    case.record(
        Verb.ANSWER_URGE,
        by=by,
        at=at,
        on=assignment,
        petition={"urges_answered": petition.urges},
        texts={"answer": answer, "public_answer": public_answer},
    )
