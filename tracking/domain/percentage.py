"""How a share is told: one rule for pages, charts, messages and files, so that one figure is one number."""

from decimal import ROUND_HALF_UP, Decimal

from tracking.domain.scoring import Line

_ONE, _TWO = Decimal("0.1"), Decimal("0.01")


def told(percent: Decimal, line: Line | None = None) -> str:
    """One decimal place, half upwards. What misses its 合格 line by less is told with two, never as the line."""
    short = percent.quantize(_ONE, ROUND_HALF_UP)
    at_line = line is not None and short == line.qualified and percent != line.qualified
    return str(percent.quantize(_TWO, ROUND_HALF_UP) if at_line else short)
