"""一票否决: what makes a unit 不合格 whatever its score."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracking.domain.indicator import Window
from tracking.domain.petition import Assignment


class VetoCause(StrEnum):
    """Three are found by a person; a red card left uncorrected is a fact of the ledger."""

    FAKING = "faking"
    DISCLOSURE = "disclosure"
    REFUSAL = "refusal"
    RED_CARD = "red_card"


@dataclass(frozen=True, kw_only=True)
class Veto:
    """One finding. ``at`` is when it happened and decides the period."""

    unit: str
    cause: VetoCause
    at: datetime
    number: str | None = None


def uncorrected(assignment: Assignment, window: Window) -> bool:
    """Whether the limit to put a red card right ran out in the window without a report of the unit."""
    due_at = assignment.rectify_due_at
    if assignment.red_cancelled_at is not None or due_at is None or not window.has(due_at):
        return False
    return assignment.withdrawn_at is None and (assignment.reported_at is None or assignment.reported_at > due_at)
