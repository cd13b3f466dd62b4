"""When the city's citizens speak, and of what: heating in winter, floods in July, school in summer."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from tracking.domain.clock import CITY_ZONE

# Topic group (two digits) → its weight, and the months in which it is several times as heavy.
_WEIGHTS: Mapping[str, float] = {
    "01": 16, "02": 14, "03": 3, "04": 8, "05": 3, "06": 5, "07": 7, "08": 9, "09": 5, "10": 5,
    "11": 7, "12": 5, "13": 10, "14": 5, "15": 7, "16": 4, "17": 4, "18": 2, "19": 2, "20": 3,
}  # fmt: skip
_SEASONS: Mapping[str, Mapping[int, float]] = {
    "03": {10: 5, 11: 14, 12: 8, 1: 7, 2: 4, 3: 3},
    "04": {7: 4, 8: 3},
    "08": {12: 1.6, 1: 1.6, 2: 1.3},
    "09": {6: 2, 7: 3, 8: 4, 9: 2},
    "14": {6: 2, 7: 2, 10: 2},
    "16": {4: 2, 5: 2, 10: 2},
    "01": {5: 1.4, 6: 1.6, 7: 1.8, 8: 1.6},
    "18": {5: 2, 10: 2},
}
_HOURS = (1, 0.5, 0.3, 0.2, 0.3, 1, 3, 6, 10, 12, 11, 9, 6, 7, 9, 10, 9, 8, 7, 7, 7, 6, 4, 2)
_FLOOD_DAYS = frozenset({(7, 13), (7, 14), (7, 28), (8, 4)})
_COLD_DAYS = frozenset({(11, 1), (11, 2), (11, 3), (11, 15), (12, 20), (1, 8)})


def group_weights(day: date) -> dict[str, float]:
    """How likely each topic group is on a day."""
    weights = {group: weight * _SEASONS.get(group, {}).get(day.month, 1) for group, weight in _WEIGHTS.items()}
    if (day.month, day.day) in _FLOOD_DAYS:
        weights["04"] *= 6
    if (day.month, day.day) in _COLD_DAYS:
        weights["03"] *= 3
    return weights


def arrivals(first: date, now: datetime, total: int, chance: random.Random) -> Iterator[datetime]:
    """About ``total`` instants from ``first`` until ``now``, in order."""
    days = [first + timedelta(days=n) for n in range((now.astimezone(CITY_ZONE).date() - first).days + 1)]
    busyness = [sum(group_weights(day).values()) * (0.6 if day.weekday() > 4 else 1) for day in days]
    per_unit = total / sum(busyness)
    for day, busy in zip(days, busyness, strict=True):
        count = round(busy * per_unit * chance.uniform(0.85, 1.15))
        yield from (at for at in _of_day(day, count, chance) if at <= now)


def _of_day(day: date, count: int, chance: random.Random) -> list[datetime]:
    hours = chance.choices(range(24), _HOURS, k=count)
    return sorted(
        datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), CITY_ZONE) for hour in hours
    )
