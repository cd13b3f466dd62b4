"""The ladder after a deadline was missed, and what may happen to a supervision document (监督文书).

黄牌 → 红牌 → 通报批评 → 约谈 → 问责建议. Reminder and cards are verbs on the assignment; the steps after the red card
are due when the correction limit of the step before has passed and nothing stopped it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracking.domain.clock import city_day
from tracking.domain.error import CalendarMissing
from tracking.domain.workday import WorkCalendar


class Step(StrEnum):
    """What a document is. The first five are the ladder; an order and a proposal stand beside it."""

    YELLOW = "yellow"
    RED = "red"
    CRITICISM = "criticism"
    TALK = "talk"
    ACCOUNTABILITY = "accountability"
    ORDER = "order"
    PROPOSAL = "proposal"


class State(StrEnum):
    """How far a document is. A cancelled one stays in the record."""

    ISSUED = "issued"
    REPLIED = "replied"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Decision(StrEnum):
    """What was decided on the unit's appeal."""

    UPHELD = "upheld"
    REJECTED = "rejected"


LADDER = (Step.YELLOW, Step.RED, Step.CRITICISM, Step.TALK, Step.ACCOUNTABILITY)
# The yellow card is followed by the red one through the verbs of the procedure.
FOLLOWING: Mapping[Step, Step] = {
    Step.RED: Step.CRITICISM,
    Step.CRITICISM: Step.TALK,
    Step.TALK: Step.ACCOUNTABILITY,
}
WAITS_FOR_UNIT = frozenset({State.ISSUED, State.REJECTED})
ENDED = frozenset({State.CORRECTED, State.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What decides whether a document is followed by the next step. ``with_unit``: the matter is still not reported."""

    step: Step
    state: State
    due_at: datetime | None
    appeal_waits: bool = False
    with_unit: bool = True


def following(standing: Standing, now: datetime) -> Step | None:
    """The step that is due now. What waits for supervision (a reply, an appeal) counts in the unit's favour."""
    stopped = standing.state not in WAITS_FOR_UNIT or standing.appeal_waits or not standing.with_unit
    if stopped or standing.due_at is None or now <= standing.due_at:
        return None
    return FOLLOWING.get(standing.step)


def limit(start: datetime, workdays: int, calendar: WorkCalendar) -> datetime | None:
    """Closing time of the ``workdays``-th working day; None in a year without a calendar.

    The start day is not counted; what is issued after hours starts on the next working morning, as all clocks do.
    """
    try:
        begins = city_day(calendar.office_start(start))
        return calendar.at(calendar.add_workdays(begins, workdays), calendar.hours.closes)
    except CalendarMissing:
        return None
