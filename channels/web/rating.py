"""The four questions of the call-back, as a form answers them."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from channels.base import Flaw, Refused, marked
from channels.review import Review
from tracking.domain.procedure.rating import Answers
from tracking.domain.vocabulary import Outcome, Satisfaction, Verification

_CHOOSE = marked("请从给出的答案中选择。")
_NOTHING = marked("请至少回答一个问题。")
E = TypeVar("E", bound=StrEnum)


def answers_of(contacted: str, verified: str, outcome: str, satisfaction: str) -> Answers:
    """Raises ``Refused`` when nothing was answered or an answer is not one of ours."""
    review = Review()
    given = Answers(
        contacted=review.of(lambda: _yes(contacted)),
        verified=review.of(lambda: _one_of(Verification, verified, "verified")),
        outcome=review.of(lambda: _one_of(Outcome, outcome, "outcome")),
        satisfaction=review.of(lambda: _one_of(Satisfaction, satisfaction, "satisfaction")),
    )
    review.finish()
    if not given.any:
        raise Refused(Flaw(field="rating", code="missing_field", message=_NOTHING))
    return given


def _yes(raw: str) -> bool | None:
    if raw not in ("", "yes", "no"):
        raise Refused(Flaw(field="contacted", code="unknown_code", message=_CHOOSE))
    return raw == "yes" if raw else None


def _one_of(kind: type[E], raw: str, field: str) -> E | None:
    try:
        return kind(raw) if raw else None
    except ValueError as error:
        raise Refused(Flaw(field=field, code="unknown_code", message=_CHOOSE)) from error
