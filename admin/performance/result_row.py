"""Frozen results and what they were used for, as rows that are only added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql

from admin.performance import schema


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
