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

ZERO, ONE = Decimal(0), Decimal(1)


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
    RATING_SUPERSEDED = "rating_superseded"
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
Pending = Callable[[Assignment, Window], bool]


def _nothing_pending(_: Assignment, __: Window) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One of the nine. ``credit`` is what an assignment adds to the numerator; each adds 1 to the denominator.

    ``pending`` tells that the credit hangs on a decision the platform still owes: until then it is as good as can
    be for the unit, and the case is listed as undecided.
    """

    code: str
    name: str
    rising: bool
    cohort: Cohort
    exclusion: Exclusion
    credit: Credit
    with_assists: bool = False
    pending: Pending = _nothing_pending

    @property
    def best(self) -> Decimal:
        """What an undecided case adds: nothing where less is better."""
        return ONE if self.rising else ZERO


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How one assignment stands in one indicator: counted with ``credit``, or left out with a reason."""

    credit: Decimal | None
    left: Left | None = None
    undecided: bool = False


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One indicator of one unit in one period.

    ``numerator`` may be fractional (a 基本满意 counts 0.9); ``value`` is None when nothing was due. ``undecided`` are
    the cases that count in the unit's favour because the platform has not decided on them.
    """

    numerator: Decimal
    denominator: int
    left: int = 0
    undecided: int = 0

    @property
    def value(self) -> Decimal | None:
        return self.numerator / self.denominator if self.denominator else None

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(
            numerator=self.numerator + other.numerator,
            denominator=self.denominator + other.denominator,
            left=self.left + other.left,
            undecided=self.undecided + other.undecided,
        )


def judge(indicator: Indicator, assignment: Assignment, window: Window) -> Verdict | None:
    """None when the assignment does not belong to the cohort of this window."""
    if assignment.nature is Nature.ASSIST and not indicator.with_assists:
        return None
    if not indicator.cohort(assignment, window):
        return None
    left = indicator.exclusion(assignment, window)
    if left is not None:
        return Verdict(credit=None, left=left)
    if indicator.pending(assignment, window):
        return Verdict(credit=indicator.best, undecided=True)
    return Verdict(credit=indicator.credit(assignment, window))


def rate(indicator: Indicator, assignments: Iterable[Assignment], window: Window) -> Rate:
    """Count one indicator over the assignments of one unit."""
    numerator, denominator, left, undecided = ZERO, 0, 0, 0
    for assignment in assignments:
        verdict = judge(indicator, assignment, window)
        if verdict is None:
            continue
        if verdict.credit is None:
            left += 1
        else:
            numerator += verdict.credit
            denominator += 1
            undecided += verdict.undecided
    return Rate(numerator=numerator, denominator=denominator, left=left, undecided=undecided)
