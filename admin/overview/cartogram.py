"""A map without borders: every district one hexagon of the same size, about where it lies seen from the middle.

There is no free map of the districts' borders to ship, and on a true one the inner city would be a dot. Direction is
kept; distance becomes the order of distance, so that the cells lie close together. It is labelled as a sketch.
"""

from collections.abc import Mapping, Sequence
from math import atan2, cos, hypot, pi, radians, sin, sqrt
from statistics import median
from typing import Any

Point = tuple[float, float]
RINGS = 6
# A hexagon of side 1 covers 3√3/2; so many of them fill a disc of this radius times the root of their number.
_SPREAD = sqrt(3 * sqrt(3) / 2 / pi)


def cells(centres: Mapping[str, Point]) -> Mapping[str, Point]:
    """Longitude and latitude of each place → the middle of its hexagon of side 1, north up."""
    if not centres:
        return {}
    middle = median(east for east, _ in centres.values()), median(north for _, north in centres.values())
    seen = {code: _from(middle, place) for code, place in centres.items()}
    free, found = set(_lattice()), dict[str, Point]()
    for order, code in enumerate(sorted(seen, key=lambda each: (hypot(*seen[each]), each))):
        east, north = seen[code]
        turned, far = atan2(north, east), _SPREAD * sqrt(order)
        wish = far * cos(turned), far * sin(turned)
        found[code] = min(free, key=lambda cell, wish=wish: (hypot(cell[0] - wish[0], cell[1] - wish[1]), cell))  # type: ignore[misc]
        free.remove(found[code])
    return found


def hexagon(middle: Point) -> Sequence[Point]:
    """The closed ring of corners, a little smaller than the cell."""
    turns = [radians(60 * corner + 30) for corner in range(7)]
    return [(round(middle[0] + 0.96 * cos(turn), 3), round(middle[1] + 0.96 * sin(turn), 3)) for turn in turns]


def feature(middle: Point, **properties: object) -> Mapping[str, Any]:
    """One place as GeoJSON."""
    geometry = {"type": "Polygon", "coordinates": [hexagon(middle)]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _from(middle: Point, place: Point) -> Point:
    """East and north of the middle in degrees of latitude."""
    return (place[0] - middle[0]) * cos(radians(middle[1])), place[1] - middle[1]


def _lattice() -> Sequence[Point]:
    reach = range(-RINGS, RINGS + 1)
    return [(round(sqrt(3) * (q + r / 2), 6), 1.5 * r) for q in reach for r in reach]
