"""Several judges, one mark: the mean, without the highest and the lowest once enough have judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``least`` marks make a value; from ``trim_from`` marks on the highest and the lowest are left out.

    A judge who gave no mark, or stepped aside, is left out: an absent mark is neither 0 nor 100.
    """

    least: int
    trim_from: int


def judged(marks: Sequence[Decimal], panel: Panel) -> Decimal | None:
    """The mark of a unit for a leaf, 0 to 100; None while fewer than ``least`` judges gave one."""
    if not marks or len(marks) < panel.least:
        return None
    counted = sorted(marks)
    if len(counted) >= max(panel.trim_from, 3):
        counted = counted[1:-1]
    return sum(counted, Decimal(0)) / len(counted)
