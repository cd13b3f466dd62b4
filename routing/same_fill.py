"""Making petitions findable that came before the table was there, or by a way past the door."""

from collections.abc import Callable

from sqlalchemy import Engine

from nlu import same
from tracking.store import same as store

BATCH = 1000


def count(engine: Engine) -> int:
    """How many are looked at by ``fill``."""
    with engine.connect() as connection:
        return store.count_unkept(connection)


def fill(engine: Engine, tell: Callable[[int], None]) -> int:
    """Batch by batch, each committed: broken off, it goes on where it was. ``tell`` hears how many were looked at.

    Returns how many can be found now that could not; those that say too little never can.
    """
    after, kept = "", 0
    while True:
        with engine.begin() as connection:
            found = store.unkept(connection, after=after, most=BATCH)
            if not found:
                return kept
            rows = [(number, at, bands) for number, at, said in found if (bands := same.bands(said))]
            store.keep_all(connection, rows)
        after, kept = found[-1][0], kept + len(rows)
        tell(len(found))
