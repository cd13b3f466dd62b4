"""Lives of petitions and bare ones in turn, so that what a life costs can be told from what the machine does beside."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import psutil

from benchmarks.lifecycle import Lives
from benchmarks.stage import Database, Served

ROUNDS, WARM_UP = 3, 80


@dataclass(frozen=True, kw_only=True)
class Arm:
    """An application and what carries so many lives through it."""

    served: Served
    live: Callable[[int], Lives]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One round. ``cpu`` is milliseconds of a life, by whom they were used."""

    lives: Lives
    cpu: Mapping[str, float]


def turns(database: Database, arms: Mapping[str, Arm], *, lives: int) -> Mapping[str, Sequence[Turn]]:
    """``lives`` of each arm, in ``ROUNDS`` rounds after a warm-up."""
    for arm in arms.values():
        arm.live(WARM_UP)
    found: dict[str, list[Turn]] = {name: [] for name in arms}
    for _ in range(ROUNDS):
        for name, arm in arms.items():
            found[name].append(_turn(database, arm, lives // ROUNDS))
    return found


def per_second(found: Sequence[Turn]) -> float:
    """The median of the rounds."""
    return statistics.median(turn.lives.per_second for turn in found)


def cpu(found: Sequence[Turn]) -> Mapping[str, float]:
    """Milliseconds of a life: the median of the rounds, by whom they were used."""
    return {whose: statistics.median(turn.cpu[whose] for turn in found) for whose in found[0].cpu}


def _turn(database: Database, arm: Arm, lives: int) -> Turn:
    before = _used(database, arm)
    done = arm.live(lives)
    after = _used(database, arm)
    return Turn(lives=done, cpu={whose: 1000 * (after[whose] - before[whose]) / lives for whose in before})


def _used(database: Database, arm: Arm) -> Mapping[str, float]:
    """Seconds of CPU so far."""
    own = psutil.Process().cpu_times()
    return {"web": arm.served.cpu(), "database": database.cpu(), "client": own.user + own.system}
