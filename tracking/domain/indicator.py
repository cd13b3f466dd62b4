"""What an indicator is; the nine stand in ``tracking.domain.nine``.

An indicator asks of every assignment: does it belong to this window (its cohort), is it left out and why,
and how much does it count?
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tracking.domain.petition import Assignment
from tracking.domain.vocabulary import Nature

ZERO = Decimal(0)


class Left(StrEnum):
    """Why an assignment of the cohort is left out of an indicator."""

    WITHDRAWN = "withdrawn"
    REROUTED = "rerouted"
    TERMINATED = "terminated"
    MERGED = "merged"
    MIS_DISPATCHED = "mis_dispatched"
    NO_CONTACT_WANTED = "no_contact_wanted"
    SUSPENDED = "suspended"
    NOT_ASKED_OF_THIS_KIND = "not_asked_of_this_kind"
    BEYOND_DUTY = "beyond_duty"
    CANNOT_JUDGE = "cannot_judge"
    RATING_ANNULLED = "rating_annulled"
    NEW_FACTS = "new_facts"


@dataclass(frozen=True, kw_only=True)
class Window:
    """A half-open period ``[start, end)``."""

    start: datetime
    end: datetime

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


Cohort = Callable[[Assignment, Window], bool]
Exclusion = Callable[[Assignment, Window], Left | None]
Credit = Callable[[Assignment, Window], Decimal]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One of the nine. ``credit`` is what an assignment adds to the numerator; each adds 1 to the denominator."""

    code: str
    name: str
    rising: bool
    cohort: Cohort
    exclusion: Exclusion
    credit: Credit
    with_assists: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How one assignment stands in one indicator: counted with ``credit``, or left out with a reason."""

    credit: Decimal | None
    left: Left | None = None


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One indicator of one unit in one period.

    ``numerator`` may be fractional (a 基本满意 counts 0.9); ``value`` is None when nothing was due.
    """

    numerator: Decimal
    denominator: int
    left: int = 0

    @property
    def value(self) -> Decimal | None:
        return self.numerator / self.denominator if self.denominator else None


def judge(indicator: Indicator, assignment: Assignment, window: Window) -> Verdict | None:
    """None when the assignment does not belong to the cohort of this window."""
    if assignment.nature is Nature.ASSIST and not indicator.with_assists:
        return None
    if not indicator.cohort(assignment, window):
        return None
    left = indicator.exclusion(assignment, window)
    if left is not None:
        return Verdict(credit=None, left=left)
    return Verdict(credit=indicator.credit(assignment, window))


def rate(indicator: Indicator, assignments: Iterable[Assignment], window: Window) -> Rate:
    """Count one indicator over the assignments of one unit."""
    numerator, denominator, left = ZERO, 0, 0
    for assignment in assignments:
        verdict = judge(indicator, assignment, window)
        if verdict is None:
            continue
        if verdict.credit is None:
            left += 1
        else:
            numerator += verdict.credit
            denominator += 1
    return Rate(numerator=numerator, denominator=denominator, left=left)
