"""Sequences of the day, taken in blocks so that intake needs no shared row in its transaction.

Numbers are unique over any number of processes; a process that ends leaves the rest of its block unused.
"""

from collections.abc import Iterator
from datetime import date
from threading import Lock

from sqlalchemy import Engine, text

from tracking.domain.error import InvalidValue
from tracking.domain.number import LARGEST_SEQUENCE

_TAKE = text(
    "INSERT INTO number_block (day, next) VALUES (:day, :size + 1)"
    " ON CONFLICT (day) DO UPDATE SET next = number_block.next + :size RETURNING next - :size"
)


class Sequences:
    """Hands out sequences of a day, thread-safe; ``autocommit`` is an engine in that mode."""

    def __init__(self, autocommit: Engine, *, block: int = 50) -> None:
        self._engine = autocommit
        self._block = block
        self._lock = Lock()
        self._day: date | None = None
        self._left: Iterator[int] = iter(())

    def next(self, day: date) -> int:
        """Raises ``InvalidValue`` when a day has used up its million."""
        with self._lock:
            if day != self._day:
                self._day, self._left = day, iter(())
            sequence = next(self._left, None) or self._refill(day)
        if sequence > LARGEST_SEQUENCE:
            raise InvalidValue("the numbers of the day are used up", field="number")
        return sequence

    def _refill(self, day: date) -> int:
        first = take(self._engine, day, self._block)
        self._left = iter(range(first + 1, first + self._block))
        return first


def take(autocommit: Engine, day: date, size: int) -> int:
    """Reserve ``size`` sequences of a day; returns the first."""
    with autocommit.connect() as connection:
        first: int = connection.execute(_TAKE, {"day": day, "size": size}).scalar_one()
    return first
