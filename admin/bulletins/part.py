"""A part of a bulletin as every rendering gets it, and what grades are called in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracking.domain.scoring import Grade

GRADES = {Grade.EXCELLENT: "优秀", Grade.QUALIFIED: "合格", Grade.UNQUALIFIED: "不合格", None: "—"}


@dataclass(frozen=True, kw_only=True)
class Section:
    """``numbers`` are the columns that are read as figures."""

    heading: str
    words: str = ""
    header: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    numbers: frozenset[int] = frozenset()
