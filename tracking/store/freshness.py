"""Whether what a process keeps of the city's rules is still what stands in the database.

Every process keeps rules, calendar and register in memory. Whoever changes one of them touches a single row in the
same transaction; every process looks at that row at most once a second of its clock.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from tracking.store.schema import register_stamp

EVERY = timedelta(seconds=1)


def touch(connection: Connection) -> None:
    """Say that something changed; seen by others when the transaction is committed."""
    row = insert(register_stamp).values(id=1, stamp=1)
    again = row.on_conflict_do_update(index_elements=["id"], set_={"stamp": register_stamp.c.stamp + 1})
    connection.execute(again)


class Freshness:
    """How often something was changed: the stamp under which things are kept."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now
        self._lock = Lock()
        self._asked: datetime | None = None
        self._stamp = 0

    def stamp(self) -> int:
        """As it was within the last second; while the database does not answer, as it was known last."""
        now = self._now()
        if (self._asked is None or abs(now - self._asked) >= EVERY) and self._lock.acquire(blocking=False):
            try:
                self._asked = now
                self._stamp = self._read()
            except SQLAlchemyError:
                pass  # what is kept goes on to serve; the next second asks again
            finally:
                self._lock.release()
        return self._stamp

    def ask(self) -> int:
        """As it is now; to be called before what is kept under it is read."""
        self._asked, self._stamp = self._now(), self._read()
        return self._stamp

    def _read(self) -> int:
        with self._engine.connect() as connection:
            return connection.execute(select(register_stamp.c.stamp)).scalar() or 0
