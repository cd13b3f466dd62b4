"""Taking queued messages and handing each to its carrier; what another process left half done is of unknown fate."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from notify import store
from notify.store import Waiting
from tracking.service.core import Core

LONGEST = timedelta(minutes=5)


def hand_over_queued(
    core: Core, hand_over: Callable[[Waiting], None], *, channel: str, size: int, lanes: int = 1
) -> int:
    """Hand over up to ``size`` messages of a channel, after they were claimed; returns how many were taken.

    ``lanes`` at once: a carrier answers each after a while, and nobody waits for another's answer.
    """
    with core.engine.begin() as connection:
        now = core.now()
        store.give_up_on(connection, before=now - LONGEST)
        waiting = store.claim(connection, channel=channel, now=now, size=size)
    rows = _rows(waiting)
    with ThreadPoolExecutor(max(1, min(lanes, len(rows))), "hand-over") as pool:
        for done in [pool.submit(_in_order, hand_over, row) for row in rows]:
            done.result()
    return len(waiting)


def _rows(waiting: Sequence[Waiting]) -> Sequence[Sequence[Waiting]]:
    """What goes to one reader about one matter stays in its order."""
    found: dict[tuple[str, str], list[Waiting]] = {}
    for message in waiting:
        found.setdefault((message.number, message.recipient), []).append(message)
    return list(found.values())


def _in_order(hand_over: Callable[[Waiting], None], row: Sequence[Waiting]) -> None:
    for message in row:
        hand_over(message)
