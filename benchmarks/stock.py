"""Filling a database with petitions that look as if they had been there for years.

Each has its petition row, its text and, once dispatched, its assignment with every moment the nine indicators
read; the newest fiftieth is open, the rest is closed. Their ledgers, outbox and inbox rows are left out: no list
and no figure reads those, and a verb reads the ledger of no petition but its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg

from benchmarks import sql
from nlu import corpus
from tracking.domain.clock import city_day
from tracking.domain.number import Number

OPEN_SHARE = 0.02


@dataclass(frozen=True, kw_only=True)
class Stock:
    """``count`` petitions received evenly over ``[first, last)``. ``from_sequence`` keeps two stocks apart."""

    count: int
    first: datetime
    last: datetime
    from_sequence: int = 1
    open_share: float = OPEN_SHARE

    def arrivals(self) -> Iterator[tuple[int, str, datetime]]:
        """(n from 1, number, moment), oldest first."""
        day, sequence = city_day(self.first), self.from_sequence
        step = (self.last - self.first) / self.count
        for n in range(1, self.count + 1):
            at = self.first + n * step
            today = city_day(at)
            day, sequence = today, self.from_sequence if today != day else sequence + 1
            yield n, str(Number(city="SY", day=day, channel="P", sequence=sequence)), at


def put(url: str, stock: Stock) -> None:
    """Write the stock and bring the planner's figures up to date."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(sql.TEMPORARY)
        _copy(connection, "arrival (n, number, at)", stock.arrivals())
        _copy(connection, "example (body, kind, urgency, topic, district)", _examples())
        newest = round(stock.count * (1 - stock.open_share))
        connection.execute(sql.LOTS, {"newest": newest})
        for statement in (sql.PETITIONS, sql.ASSIGNMENTS, sql.TEXTS):
            connection.execute(statement)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE petition, assignment, text")
        connection.execute("CHECKPOINT")


def _copy(connection: psycopg.Connection, target: str, rows: Iterator[tuple[object, ...]]) -> None:
    statement = f"COPY {target} FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _examples() -> Iterator[tuple[object, ...]]:
    for each in corpus.read():
        yield each.text, each.kind, each.urgency, each.topic, each.district or None
