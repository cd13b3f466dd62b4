"""Filling a database with petitions that look as if they had been there for years.

Each has its petition row, its text and, once dispatched, its assignment with every moment the nine indicators
read; the newest fiftieth is open, the rest is closed. Their ledgers, outbox and inbox rows are left out: no list
and no figure reads those, and a verb reads the ledger of no petition but its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from datetime import datetime

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from benchmarks import sql
from nlu import corpus
from tracking.domain.clock import city_day
from tracking.domain.number import Number
from tracking.domain.petition import Assignment, Petition
from tracking.service.intake import title
from tracking.store import pair

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
    with psycopg.connect(url.replace("+psycopg", "")) as connection, unindexed(connection), new_fields(connection):
        connection.execute(sql.TEMPORARY)
        copied(connection, "arrival (n, number, at)", stock.arrivals())
        copied(connection, "example (body, title, pairs, kind, urgency, topic, district)", _examples())
        newest = round(stock.count * (1 - stock.open_share))
        connection.execute(sql.LOTS, {"newest": newest})
        for statement in (sql.PETITIONS, sql.ASSIGNMENTS, sql.TEXTS):
            connection.execute(statement)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE petition, assignment, text")
        connection.execute("CHECKPOINT")


@contextmanager
def unindexed(connection: psycopg.Connection) -> Iterator[None]:
    """Indexes are made anew at the end, which is quicker; the rows need no checking against each other."""
    connection.execute("SET LOCAL session_replication_role = replica")
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    found = connection.execute(sql.INDEXES).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}".encode())
    yield
    for _, definition in found:
        connection.execute(definition)


@contextmanager
def new_fields(connection: psycopg.Connection) -> Iterator[None]:
    """Fields that the statements do not name have the value they are born with, whatever fields there are."""
    born = [
        (table, field.name, field.default)
        for table, cls in (("petition", Petition), ("assignment", Assignment))
        for field in fields(cls)
        if field.default is not MISSING and field.default is not None
    ]
    for table, name, value in born:
        column = Identifier(table), Identifier(name), Literal(value)
        connection.execute(SQL("ALTER TABLE {} ALTER {} SET DEFAULT {}").format(*column))
    yield
    for table, name, _ in born:
        connection.execute(SQL("ALTER TABLE {} ALTER {} DROP DEFAULT").format(Identifier(table), Identifier(name)))


def copied(connection: psycopg.Connection, target: str, rows: Iterator[tuple[object, ...]]) -> None:
    statement = f"COPY {target} FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _examples() -> Iterator[tuple[object, ...]]:
    for each in corpus.read():
        name = title(each.text)
        yield each.text, name, pair.vector(each.text), each.kind, each.urgency, each.topic, each.district or None
