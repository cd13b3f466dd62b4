"""What the machine proposed, as the desks show it: units with confidence, and the words that decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MOST = 3


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One unit that may be in charge, and on what basis."""

    unit: str
    percent: int
    basis: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Units best first; ``reason`` says why a person has to decide, or why the first unit."""

    units: Sequence[Candidate] = ()
    words: Sequence[str] = ()
    urgency_words: Sequence[str] = ()
    reason: str = ""

    @property
    def best(self) -> Candidate | None:
        return self.units[0] if self.units else None


def read(stored: Any) -> Proposal:
    """What ``routing.service`` keeps with a petition; an empty proposal where there is none."""
    if not isinstance(stored, dict):
        return Proposal()
    return Proposal(
        units=[_candidate(each) for each in stored.get("units", ())][:MOST],
        words=stored.get("words", ()),
        urgency_words=stored.get("urgency_words", ()),
        reason=stored.get("reason", ""),
    )


def _candidate(each: dict[str, Any]) -> Candidate:
    return Candidate(unit=each["unit"], percent=round(each["confidence"] * 100), basis=each["basis"])
