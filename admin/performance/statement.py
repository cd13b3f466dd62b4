"""Schemes, goals and results as rows. Who is faster wins: every change of state is conditional on the state before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update
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


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a unit declared for a leaf, and how the check went."""

    year: int
    unit: str
    leaf: str
    text: str
    target: Decimal
    state: str
    declared_by: str
    declared_at: datetime
    checked_by: str | None = None
    checked_at: datetime | None = None
    remark: str | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """The frozen result of a year: ``body`` holds plan, inputs, composites and standings."""

    year: int
    version: int
    body: Mapping[str, Any]
    hash: bytes
    frozen_by: str
    frozen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a result was used for, who decided it and when."""

    year: int
    unit: str
    purpose: str
    decision: str
    decider: str
    decided_on: date
    recorded_by: str
    recorded_at: datetime


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


def goals_frozen_at(connection: Connection, year: int) -> datetime | None:
    table = schema.goals_frozen
    return connection.execute(select(table.c.frozen_at).where(table.c.year == year)).scalar()


def freeze_goals(connection: Connection, *, year: int, by: str, at: datetime) -> None:
    """Once; a second time changes nothing."""
    row = {"year": year, "frozen_by": by, "frozen_at": at}
    connection.execute(postgresql.insert(schema.goals_frozen).values(row).on_conflict_do_nothing())


def goals(connection: Connection, year: int) -> Sequence[Goal]:
    table = schema.goal
    found = connection.execute(select(table).where(table.c.year == year).order_by(table.c.unit, table.c.leaf))
    return [Goal(**row) for row in found.mappings()]


def declare(connection: Connection, made: Goal) -> bool:
    """Declare anew or again; False when the goal was accepted already."""
    statement = postgresql.insert(schema.goal).values(**vars(made))
    taken = {name: statement.excluded[name] for name in vars(made) if name not in ("year", "unit", "leaf")}
    open_ = schema.goal.c.state != "accepted"
    keyed = statement.on_conflict_do_update(index_elements=["year", "unit", "leaf"], set_=taken, where=open_)
    return connection.execute(keyed.returning(schema.goal.c.year)).first() is not None


def check(connection: Connection, was: Goal, *, state: str, by: str, at: datetime, remark: str) -> bool:
    """Whether the goal still stood as it was read."""
    c = schema.goal.c
    same = (c.year == was.year, c.unit == was.unit, c.leaf == was.leaf, c.state == "declared")
    statement = update(schema.goal).where(*same, c.declared_at == was.declared_at)
    return _changed(connection, statement.values(state=state, checked_by=by, checked_at=at, remark=remark))


def result(connection: Connection, year: int) -> Result | None:
    row = connection.execute(select(schema.result).where(schema.result.c.year == year)).mappings().first()
    return Result(**row) if row else None


def add_result(connection: Connection, made: Result) -> bool:
    """Whether it was added; a frozen year stays as it is."""
    statement = postgresql.insert(schema.result).values(**vars(made)).on_conflict_do_nothing()
    return connection.execute(statement.returning(schema.result.c.year)).first() is not None


def uses(connection: Connection, year: int) -> Sequence[Use]:
    table = schema.use
    columns = [table.c[name] for name in Use.__dataclass_fields__]
    found = connection.execute(select(*columns).where(table.c.year == year).order_by(table.c.id.desc()))
    return [Use(**row) for row in found.mappings()]


def add_use(connection: Connection, made: Use) -> None:
    connection.execute(insert(schema.use).values(**vars(made)))
