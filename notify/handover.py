"""Taking queued messages and handing each to its carrier; what another process left half done is of unknown fate."""

from collections.abc import Callable
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
    if lanes == 1 or len(waiting) < 2:
        for message in waiting:
            hand_over(message)
    else:
        with ThreadPoolExecutor(min(lanes, len(waiting)), "hand-over") as pool:
            list(pool.map(hand_over, waiting))
    return len(waiting)
