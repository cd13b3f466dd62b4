"""Ranks inside a group only: by total, then by petition composite; who is equal in both shares the rank.

The rank after a shared one is skipped (1, 1, 3). A unit without total has no rank, one without composite comes after
those of the same total that have one.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from admin.performance.score import Points

_NONE = Decimal(-1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One unit in the year's ranking."""

    unit: str
    group: str
    points: Points
    composite: Decimal | None
    rank: int | None = None

    @property
    def key(self) -> tuple[Decimal, Decimal]:
        """More is better."""
        total, composite = self.points.total, self.composite
        return (_NONE if total is None else total, _NONE if composite is None else composite)


def ranked(places: Iterable[Place]) -> Sequence[Place]:
    """All with their ranks, by group, best first."""
    places = list(places)
    keys: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for each in places:
        keys[each.group].append(each.key)
    for group in keys.values():
        group.sort()
    found = [replace(each, rank=_rank(each, keys[each.group])) for each in places]
    return sorted(found, key=lambda each: (each.group, each.rank is None, each.rank or 0, each.unit))


def _rank(each: Place, keys: Sequence[tuple[Decimal, Decimal]]) -> int | None:
    return None if each.points.total is None else len(keys) - bisect_right(keys, each.key) + 1
