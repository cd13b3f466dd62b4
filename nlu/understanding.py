"""What the classifier made of one text."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.head import Guess
from tracking.domain.vocabulary import Kind, Urgency

DISTRICT = "@district"
"""Holder label: the government of the district where the place lies."""
DISCIPLINE = "@discipline"
"""Holder label: the discipline body, outside the normal flow."""


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """A proposal with reasons. ``topics`` are 6-digit leaf codes and ``holders`` unit codes or ``@district`` and
    ``@discipline``, best first, at most three; empty when there was nothing to read.

    ``automatic``: sure enough to dispatch without a person (never for a report or for two matters in one).
    ``words``: the words of the text that spoke most for the first holder, strongest first.
    ``second``: the part of the text that is a matter of its own, "" when there is none; splitting is only proposed.
    """

    kind: Kind
    kind_confidence: float
    urgency: Urgency
    urgency_words: tuple[str, ...]
    topics: tuple[Guess, ...]
    holders: tuple[Guess, ...]
    words: tuple[str, ...]
    second: str
    automatic: bool

    @property
    def second_matter(self) -> bool:
        """Whether the text holds two matters."""
        return bool(self.second)
