"""Goals as rows, and the moment their list was closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql

from admin.performance import schema


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
class Closed:
    """When the list of goals was closed; ``hash`` None: before files were counted in."""

    frozen_by: str
    frozen_at: datetime
    hash: bytes | None


def closed(connection: Connection, year: int) -> Closed | None:
    """None while goals can be declared."""
    table = schema.goals_frozen
    columns = [table.c[name] for name in Closed.__dataclass_fields__]
    row = connection.execute(select(*columns).where(table.c.year == year)).mappings().first()
    return Closed(**row) if row else None


def close(connection: Connection, *, year: int, by: str, at: datetime, proof: bytes) -> None:
    """Once; a second time changes nothing."""
    row = {"year": year, "frozen_by": by, "frozen_at": at, "hash": proof}
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
    values = {"state": state, "checked_by": by, "checked_at": at, "remark": remark}
    return connection.execute(statement.values(values)).rowcount == 1
