"""Keeping the index of the same matter complete, and no larger than what can be found in it."""

from collections.abc import Callable

from nlu import same
from tracking.service.core import Core
from tracking.store import same_index as store

BATCH = 1000


def count(core: Core) -> int:
    """How many are looked at by ``fill``."""
    with core.engine.connect() as connection:
        return store.count_unkept(connection, at=core.now())


def fill(core: Core, tell: Callable[[int], None]) -> int:
    """Make open and recent petitions findable that came before the table was there, or by a way past the door.

    Batch by batch, each committed: broken off, it goes on where it was. ``tell`` hears how many were looked at.
    Returns how many can be found now that could not; those that say too little never can.
    """
    after, kept = "", 0
    while True:
        with core.engine.begin() as connection:
            found = store.unkept(connection, at=core.now(), after=after, most=BATCH)
            if not found:
                return kept
            rows = [(number, at, bands) for number, at, said in found if (bands := same.bands(said))]
            store.keep_all(connection, rows)
        after, kept = found[-1][0], kept + len(rows)
        tell(len(found))


def clear(core: Core) -> int:
    """Let what is open or recent no more leave the index, batch by batch, each committed; returns how many left."""
    after, left, over = "", 0, False
    while not over:
        with core.engine.begin() as connection:
            walked = store.leave(connection, at=core.now(), after=after, most=BATCH)
        after, left, over = walked.last, left + walked.left, walked.over
    return left
