"""What the browser draws: plain data for ``static/js/chart.js``; the same figures stand in the table beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from admin.desks.standing import Row
from tracking.domain import percentage
from tracking.domain.scoring import Scheme


def of_group(rows: Sequence[Row], names: Mapping[str, str], scheme: Scheme) -> Mapping[str, Any]:
    """Scores of a group as bars, the lowest at the bottom, with the lines of the grades."""
    scored = [row.standing for row in rows if row.standing.score is not None]
    ordered = sorted(scored, key=lambda each: (each.score, each.unit))
    return {
        "shape": "scores",
        "names": [names[each.unit] for each in ordered],
        "values": [float(each.score or 0) for each in ordered],
        "grades": [each.grade for each in ordered],
        "excellent": float(scheme.excellent_from),
        "qualified": float(scheme.qualified_from),
    }


def of_unit(row: Row) -> Mapping[str, Any]:
    """The nine figures of one unit with their two lines."""
    cells = list(reversed(row.cells))
    return {
        "shape": "nine",
        "names": [cell.indicator.name for cell in cells],
        "values": [None if cell.percent is None else float(percentage.told(cell.percent, cell.line)) for cell in cells],
        "grades": [cell.grade for cell in cells],
        "excellent": [float(cell.line.excellent) for cell in cells],
        "qualified": [float(cell.line.qualified) for cell in cells],
    }
