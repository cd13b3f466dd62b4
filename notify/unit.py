"""Telling a unit: a notice for its desk, each once, and who of the unit read it when."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from notify.schema import unit_notice

_N = unit_notice.c


@dataclass(frozen=True, kw_only=True)
class Notice:
    """``what`` was done with the thing ``about``/``subject``; ``source`` is the line of its record that says so."""

    unit: str
    about: str
    subject: int
    what: str
    source: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """When a notice reached the desk, and who opened the thing first."""

    unit: str
    at: datetime
    read_at: datetime | None
    read_by: str | None


def tell(connection: Connection, notices: Sequence[Notice]) -> int:
    """Keep notices; the same one again does nothing. Returns how many are new."""
    if not notices:
        return 0
    fresh = insert(unit_notice).values([asdict(each) for each in notices]).on_conflict_do_nothing()
    return len(connection.execute(fresh.returning(_N.id)).all())


def read(connection: Connection, unit: str, *, by: str, at: datetime, about: str = "", subject: int = 0) -> int:
    """Somebody of the unit has seen the notices of one thing, or all; returns how many were unread."""
    wanted: list[ColumnElement[bool]] = [_N.unit == unit, _N.read_at.is_(None)]
    if about:
        wanted += [_N.about == about, _N.subject == subject]
    return connection.execute(update(unit_notice).where(*wanted).values(read_at=at, read_by=by)).rowcount


def receipts(connection: Connection, about: str, subject: int) -> Sequence[Receipt]:
    """The first notice of a thing to each unit."""
    columns = [_N[name] for name in Receipt.__dataclass_fields__]
    first = select(*columns).ext(distinct_on(_N.unit)).where(_N.about == about, _N.subject == subject)
    return [Receipt(**row) for row in connection.execute(first.order_by(_N.unit, _N.id)).mappings()]
