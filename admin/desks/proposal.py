"""What the classifier proposes while an operator types."""

from collections.abc import Sequence
from dataclasses import dataclass

from admin.desks.suggestion import Candidate
from admin.wiring import Container
from nlu.entity import Entities
from routing.router import decide

SHORTEST = 6


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What is proposed for a text, with the words that decided; a second matter in it; and what a form asks for."""

    kind: str
    kind_percent: int
    urgency: str
    urgency_words: Sequence[str]
    topic: str | None
    units: Sequence[Candidate]
    words: Sequence[str]
    reason: str
    second: str
    entities: Entities


def of(container: Container, text: str) -> Proposed | None:
    """None while there is too little to read, or no classifier."""
    if len(text) < SHORTEST:
        return None
    understood = container.understand(text)
    if not understood.topics:
        return None
    decision = decide(container.city, understood, container.locate(text), text=text)
    return Proposed(
        kind=understood.kind,
        kind_percent=round(understood.kind_confidence * 100),
        urgency=understood.urgency,
        urgency_words=understood.urgency_words,
        topic=decision.topic,
        units=[
            Candidate(unit=each.unit, percent=round(each.confidence * 100), basis=each.basis)
            for each in decision.suggestions
        ],
        words=decision.words,
        reason=decision.reason,
        second=understood.second,
        entities=container.entities(text),
    )
