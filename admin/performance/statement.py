"""Schemes as rows. Who is faster wins: every change of state is conditional on the state before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql

from admin.performance import schema
from admin.performance.plan import Plan, plan_json, plan_of


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """One version of a year's plan; a draft until somebody else published it."""

    year: int
    version: int
    plan: Plan
    reason: str
    written_by: str
    written_at: datetime
    published_by: str | None = None
    published_at: datetime | None = None


def schemes(connection: Connection, year: int) -> Sequence[Scheme]:
    """All versions of a year, the newest first."""
    table = schema.scheme
    statement = select(table).where(table.c.year == year).order_by(table.c.version.desc())
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    return [Scheme(plan=plan_of(row.pop("body")), **row) for row in rows]


def years(connection: Connection) -> Sequence[int]:
    """The years that have a scheme or a result, the latest first."""
    either = select(schema.scheme.c.year).union(select(schema.result.c.year)).subquery()
    return list(connection.execute(select(either.c.year).order_by(either.c.year.desc())).scalars())


def add_scheme(connection: Connection, made: Scheme) -> bool:
    """Whether it was added; False where this version is there already."""
    row = {**vars(made), "body": plan_json(made.plan)}
    del row["plan"]
    statement = postgresql.insert(schema.scheme).values(row).on_conflict_do_nothing().returning(schema.scheme.c.year)
    return connection.execute(statement).first() is not None


def edit_draft(connection: Connection, made: Scheme) -> bool:
    """Whether the draft was there to be changed; a published version never is."""
    values: dict[str, Any] = {"body": plan_json(made.plan), "reason": made.reason}
    values |= {"written_by": made.written_by, "written_at": made.written_at}
    return _changed(connection, update(schema.scheme).where(*_draft(made.year, made.version)).values(values))


def publish(connection: Connection, *, year: int, version: int, written_at: datetime, by: str, at: datetime) -> bool:
    """Whether the draft was published as it was read; False when it was changed or published meanwhile."""
    as_read = schema.scheme.c.written_at == written_at
    statement = update(schema.scheme).where(*_draft(year, version), as_read)
    return _changed(connection, statement.values(published_by=by, published_at=at))


def _draft(year: int, version: int) -> Sequence[Any]:
    c = schema.scheme.c
    return c.year == year, c.version == version, c.published_at.is_(None)


def _changed(connection: Connection, statement: Any) -> bool:
    return connection.execute(statement).rowcount == 1
