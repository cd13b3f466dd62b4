"""A small drawing of counts by day: bars as numbers for an inline SVG, which needs neither script nor style."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP, HEIGHT = 4, 28


@dataclass(frozen=True)
class Bar:
    """One day: where its bar stands and how high it is; ``recent`` days are drawn darker."""

    x: int
    height: float
    recent: bool

    @property
    def y(self) -> float:
        return HEIGHT - self.height


@dataclass(frozen=True)
class Spark:
    """The bars of the days on which there was something, and the widest and highest of the drawing."""

    bars: Sequence[Bar]
    width: int
    most: int


def spark(daily: Sequence[int], *, recent: int) -> Spark:
    """``daily`` oldest first; its last ``recent`` days are what is told of. The highest bar fills the height."""
    most, first = max(daily, default=0), len(daily) - recent
    bars = [Bar(STEP * n, round(HEIGHT * count / most, 1), n >= first) for n, count in enumerate(daily) if count]
    return Spark(bars, STEP * len(daily), most)
