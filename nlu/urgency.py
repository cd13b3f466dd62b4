"""How urgent: words of danger first, then what the classifier thinks, with an ear for the worse."""

from __future__ import annotations

from collections.abc import Mapping

from nlu.danger import words_of_danger
from tracking.domain.vocabulary import Kind, Urgency

CRITICAL_DOUBT = 0.25
URGENT_DOUBT = 0.3
"""From these probabilities on the worse is assumed: a needless hurry costs less than a missed one."""
_ACTING = frozenset({Kind.HELP, Kind.COMPLAINT, Kind.REPORT})


def judge(text: str, kind: Kind, chances: Mapping[str, float]) -> tuple[Urgency, tuple[str, ...]]:
    """Return the urgency, and the words of danger that decided it, if they did. ``chances`` is by urgency."""
    danger = words_of_danger(text) if kind in _ACTING else ()
    if danger or chances.get(Urgency.CRITICAL, 0) >= CRITICAL_DOUBT:
        return Urgency.CRITICAL, danger
    return (Urgency.URGENT if chances.get(Urgency.URGENT, 0) >= URGENT_DOUBT else Urgency.NORMAL), ()
