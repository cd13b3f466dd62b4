"""Taking queued messages and handing each to its carrier; what another process left half done is of unknown fate."""

from collections.abc import Callable
from datetime import timedelta

from notify import store
from notify.store import Waiting
from tracking.service.core import Core

LONGEST = timedelta(minutes=5)


def hand_over_queued(core: Core, hand_over: Callable[[Waiting], None], *, channel: str, size: int) -> int:
    """Hand over up to ``size`` messages of a channel, after they were claimed; returns how many were taken."""
    with core.engine.begin() as connection:
        now = core.now()
        store.give_up_on(connection, before=now - LONGEST)
        waiting = store.claim(connection, channel=channel, now=now, size=size)
    for message in waiting:
        hand_over(message)
    return len(waiting)
