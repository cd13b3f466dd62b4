"""Ordered rules of the dispatchers: a condition, and a unit or a person's desk with the reason.

The first rule whose conditions all hold is the one that counts. Rules stand below the duty register: where that
names another unit, a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nlu.understanding import Understanding


@dataclass(frozen=True, kw_only=True)
class Rule:
    """``unit`` None: a person decides. ``words``: one of these, with blanks between. None: no such condition."""

    id: int
    position: int
    topic: str | None
    kind: str | None
    urgency: str | None
    words: str | None
    district: str | None
    unit: str | None
    reason: str
    starts_on: date


def first(
    rules: Sequence[Rule], understood: Understanding, *, topic: str | None, district: str | None, text: str
) -> Rule | None:
    """The first that fits, in their order."""
    return next((rule for rule in rules if fits(rule, understood, topic=topic, district=district, text=text)), None)


def fits(rule: Rule, understood: Understanding, *, topic: str | None, district: str | None, text: str) -> bool:
    """Whether every condition that is given holds."""
    held = (
        rule.topic is None or (topic or "").startswith(rule.topic),
        rule.kind in (None, understood.kind),
        rule.urgency in (None, understood.urgency),
        rule.district in (None, district),
        rule.words is None or any(word in text for word in rule.words.split()),
    )
    return all(held)
