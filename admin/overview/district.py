"""The districts on the map and in the table beside it: what is open and what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, select

from admin.overview.cartogram import Point, cells, feature
from routing import schema
from tracking.store.overview import Load

# Shares of what is open that is late, in per cent, at which a district is drawn in the next pattern.
STEPS = (0, 5, 15)


@dataclass(frozen=True, kw_only=True)
class District:
    """One district; ``level`` 0 to 3 says how large a share of what is open is late."""

    code: str
    name: str
    load: Load

    @property
    def share(self) -> float:
        """Per cent."""
        return 100 * self.load.late / self.load.open if self.load.open else 0.0

    @property
    def level(self) -> int:
        return sum(self.share > step for step in STEPS)

    @property
    def late(self) -> str:
        return "/staff/worklist?" + urlencode({"tab": "overdue", "district": self.code})

    @property
    def all(self) -> str:
        return "/staff/worklist?" + urlencode({"tab": "all", "district": self.code})


def districts(names: Mapping[str, str], loads: Mapping[str, Load]) -> Sequence[District]:
    """All districts, the most late on top."""
    nothing = Load(open=0, late=0)
    found = [District(code=code, name=name, load=loads.get(code, nothing)) for code, name in names.items()]
    return sorted(found, key=lambda each: (-each.load.late, -each.load.open, each.code))


def centres(connection: Connection) -> Mapping[str, Point]:
    """Where the districts' seats lie."""
    table = schema.district.c
    rows = connection.execute(select(table.code, table.longitude, table.latitude))
    return {row.code: (row.longitude, row.latitude) for row in rows}


def drawn(shown: Sequence[District], places: Mapping[str, Point]) -> Mapping[str, Any]:
    """The map as GeoJSON in the plane of the sketch."""
    middles = cells(places)
    features = [
        feature(middles[each.code], name=each.name, late=each.load.late, level=each.level, href=each.late)
        for each in shown
        if each.code in middles
    ]
    return {"type": "FeatureCollection", "features": features}
