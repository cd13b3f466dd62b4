"""From the maps of the mainland (GCJ-02), by which the platform tells places, to degrees as everyone else has them."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from channels.dialogue.utterance import Spot

_AXIS, _FLATTENED = 6378245.0, 0.00669342162296594323


def spot_of(longitude: float, latitude: float) -> Spot:
    """The place in WGS 84, right to a few metres. Only for places on the mainland's maps."""
    x, y = longitude - 105.0, latitude - 35.0
    bent = 1 - _FLATTENED * sin(latitude / 180 * pi) ** 2
    north = _north(x, y) * 180 / (_AXIS * (1 - _FLATTENED) / (bent * sqrt(bent)) * pi)
    east = _east(x, y) * 180 / (_AXIS / sqrt(bent) * cos(latitude / 180 * pi) * pi)
    return Spot(longitude=longitude - east, latitude=latitude - north)


def _north(x: float, y: float) -> float:
    waves = 20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + (_ripple(x) + waves) * 2 / 3


def _east(x: float, y: float) -> float:
    waves = 20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + (_ripple(x) + waves) * 2 / 3


def _ripple(x: float) -> float:
    return 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
