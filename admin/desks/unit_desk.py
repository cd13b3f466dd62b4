"""How a unit stands this month, and what one more late case would cost it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from admin.desks import standing
from admin.desks.standing import Cell, Row
from admin.wiring import Container
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.domain.period import month_of
from tracking.domain.price import price, prices
from tracking.service import performance
from tracking.service.trend import standings_of

# Which indicators a case that comes late in this step counts against.
LATE: Mapping[str, tuple[str, Sequence[str]]] = {
    "to_sign": (marked("签收逾期一件"), ("N1",)),
    "to_contact": (marked("首次联系逾期一件"), ("N2",)),
    "due_today": (marked("办结逾期一件"), ("N3", "N4")),
}


@dataclass(frozen=True, kw_only=True)
class UnitDesk:
    """``lost`` counts the cases without full credit; ``price`` are the points one more would take off."""

    period: str
    row: Row
    price: Mapping[str, Decimal]
    late: Mapping[str, Decimal]

    @property
    def cells(self) -> Sequence[tuple[Cell, Decimal, Decimal]]:
        """Each indicator with what was lost and what one more would cost."""
        return [(cell, _lost(cell), self.price[cell.indicator.code]) for cell in self.row.cells]

    @property
    def dearest(self) -> str | None:
        """The step in which a late case costs most; None where none costs anything."""
        name = max(self.late, key=lambda each: self.late[each])
        return name if self.late[name] else None


def of(container: Container, unit: str) -> UnitDesk | None:
    """The running month of a unit; None for one that is not measured."""
    groups = {each.code: each.group for each in container.city.units() if each.kind != "branch"}
    if unit not in groups:
        return None
    period = month_of(city_day(container.core.now()))
    scheme, _ = performance.window_of(container.core, period)
    board = standings_of(
        container.core, period, scheme, groups=groups, successors=container.city.successors()
    ).standings
    (row,) = standing.rows(board, scheme, shown=[unit])
    rates = row.standing.rates
    late = {name: price(rates, scheme, codes=codes) for name, (_, codes) in LATE.items()}
    return UnitDesk(period=str(period), row=row, price=prices(rates, scheme), late=late)


def _lost(cell: Cell) -> Decimal:
    """Credit that is missing; where less is better, what counts against the unit."""
    rate = cell.rate
    return rate.denominator - rate.numerator if cell.indicator.rising else rate.numerator
