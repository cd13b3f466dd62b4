"""How units stand, ready to be shown: each figure with the line it reaches, and what the table says in a sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracking.domain.indicator import Indicator, Rate
from tracking.domain.nine import NINE
from tracking.domain.scoring import HUNDRED, Grade, Line, Scheme
from tracking.service.performance import Standing


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One indicator of one unit. ``percent`` and ``grade`` are None when nothing was due."""

    indicator: Indicator
    rate: Rate
    line: Line
    percent: Decimal | None
    grade: Grade | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One unit with its nine cells."""

    standing: Standing
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the table says: how many units reach which grade, the lowest, and the weakest figure of a single unit."""

    grades: Mapping[str, int]
    ranked: int
    lowest: Row | None
    weakest: Cell | None


def rows(board: Sequence[Standing], scheme: Scheme, *, shown: Collection[str]) -> Sequence[Row]:
    """The standings of the units in ``shown``, best first; ranks are those of the whole group."""
    return [Row(standing=each, cells=_cells(each, scheme.lines)) for each in board if each.unit in shown]


def finding(found: Sequence[Row]) -> Finding:
    """Counts only units with a grade: too few cases say nothing of a unit."""
    scored = [row for row in found if row.standing.grade is not None and row.standing.score is not None]
    grades = {grade.value: sum(row.standing.grade is grade for row in scored) for grade in Grade}
    lowest = min(scored, key=_score, default=None)
    short = [cell for row in found[:1] for cell in row.cells if cell.grade not in (None, Grade.EXCELLENT)]
    weakest = max(short, key=_distance, default=None)
    return Finding(grades=grades, ranked=len(scored), lowest=lowest, weakest=weakest)


def _cells(standing: Standing, lines: Mapping[str, Line]) -> Sequence[Cell]:
    return [_cell(indicator, standing.rates[indicator.code], lines[indicator.code]) for indicator in NINE]


def _cell(indicator: Indicator, rate: Rate, line: Line) -> Cell:
    percent = None if rate.value is None else rate.value * HUNDRED
    grade = None if percent is None else graded(indicator, line, percent)
    return Cell(indicator=indicator, rate=rate, line=line, percent=percent, grade=grade)


def graded(indicator: Indicator, line: Line, percent: Decimal) -> Grade:
    """The line a percentage reaches."""
    sign = 1 if indicator.rising else -1
    if sign * percent >= sign * line.excellent:
        return Grade.EXCELLENT
    return Grade.QUALIFIED if sign * percent >= sign * line.qualified else Grade.UNQUALIFIED


def _score(row: Row) -> Decimal:
    return row.standing.score if row.standing.score is not None else HUNDRED


def _distance(cell: Cell) -> Decimal:
    return abs(cell.line.excellent - (cell.percent or Decimal(0)))
