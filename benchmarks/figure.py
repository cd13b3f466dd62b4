"""What the figures of a month and a year cost: the nine indicators of all units, and closing a month."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from admin.wiring import Container
from benchmarks.stock import Stock
from tracking.domain.indicator import Window
from tracking.domain.period import month_of
from tracking.service import performance, period_close
from tracking.store.frozen import Frozen

ROUNDS, BESIDE_THE_OTHERS = 5, 950_000


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Median seconds, and over how many assignments the figure was made (due or completed in the window)."""

    seconds: float
    rows: int


def last_month(container: Container) -> date:
    """The first day of the last month that is over."""
    this = container.core.now().date().replace(day=1)
    return (this - timedelta(days=1)).replace(day=1)


def month(container: Container) -> Cost:
    return _board(container, month_of(last_month(container)).window())


def year(container: Container) -> Cost:
    """The twelve months up to the last that is over."""
    end = month_of(last_month(container)).window().end
    return _board(container, Window(start=_a_year_before(end), end=end))


def crowd(container: Container, count: int) -> Stock:
    """Closed petitions that all fall due in the last month: ten days after they came."""
    window, before = month_of(last_month(container)).window(), timedelta(days=10)
    first, last = window.start - before, window.end - before
    return Stock(count=count, first=first, last=last, from_sequence=BESIDE_THE_OTHERS, open_share=0)


def close(container: Container) -> Cost:
    """Freezing the last month; it can be frozen only once."""

    def freeze() -> Frozen:
        return period_close.close(
            container.core, month_of(last_month(container)), groups=_groups(container), by="system"
        )

    began = time.perf_counter()
    frozen = freeze()
    seconds = time.perf_counter() - began
    return Cost(seconds=seconds, rows=sum(unit["rates"]["N3"][1] for unit in frozen.body.values()))


def _board(container: Container, window: Window) -> Cost:
    groups = _groups(container)
    standings = performance.board(container.core, window, groups=groups)
    seconds = [_timed(lambda: performance.board(container.core, window, groups=groups)) for _ in range(ROUNDS)]
    return Cost(seconds=statistics.median(seconds), rows=sum(each.rates["N3"].denominator for each in standings))


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _groups(container: Container) -> dict[str, str | None]:
    return {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}


def _a_year_before(moment: datetime) -> datetime:
    return moment.replace(year=moment.year - 1)
