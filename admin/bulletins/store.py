"""Bulletins as rows: the body is written once, the stage changes by conditional update, every act has its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql

from admin.bulletins.schema import bulletin, bulletin_act

_B, _A = bulletin.c, bulletin_act.c


class Stage(StrEnum):
    """A draft is approved by a second person or dropped; nothing else happens to it."""

    DRAFT = "draft"
    APPROVED = "approved"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """One bulletin with its frozen body."""

    id: int
    period: str
    snapshot: str
    body: Mapping[str, Any]
    stage: Stage
    made_by: str
    made_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    send_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A bulletin in the list, without its body."""

    id: int
    title: str
    snapshot: str
    stage: Stage
    made_by: str
    made_at: datetime
    approved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Done:
    """One line of the record; ``unit`` is empty where it is about the whole."""

    act: str
    by: str
    at: datetime
    note: str = ""
    unit: str = ""


def add(connection: Connection, row: Mapping[str, Any]) -> int | None:
    """Its id; None where a bulletin of that period stands already."""
    statement = postgresql.insert(bulletin).values({**row, "stage": Stage.DRAFT}).on_conflict_do_nothing()
    return connection.execute(statement.returning(_B.id)).scalar()


def one(connection: Connection, identity: int, *, lock: bool = False) -> Bulletin | None:
    wanted = select(bulletin).where(_B.id == identity)
    row = connection.execute(wanted.with_for_update() if lock else wanted).mappings().first()
    return Bulletin(**{**row, "stage": Stage(row["stage"])}) if row else None


def recent(connection: Connection, stages: Sequence[Stage], *, most: int = 60) -> Sequence[Listed]:
    """The newest first."""
    columns = [_B[name] for name in Listed.__dataclass_fields__ if name != "title"]
    wanted = select(*columns, _B.body["title"].astext.label("title")).where(_B.stage.in_(stages))
    rows = connection.execute(wanted.order_by(_B.id.desc()).limit(most)).mappings()
    return [Listed(**{**row, "stage": Stage(row["stage"])}) for row in rows]


def put(connection: Connection, identity: int, version: int, changes: Mapping[str, Any]) -> bool:
    """Whether it was still a draft of this version."""
    mine = update(bulletin).where(_B.id == identity, _B.version == version, _B.stage == Stage.DRAFT)
    return connection.execute(mine.values({**changes, "version": version + 1})).rowcount == 1


def note(connection: Connection, identity: int, done: Done) -> None:
    """A line in the record."""
    connection.execute(insert(bulletin_act).values(bulletin=identity, **vars(done)))


def record(connection: Connection, identity: int, *, unit: str = "") -> Sequence[Done]:
    """Everything that was done, oldest first; with ``unit`` only what concerns its rectification."""
    wanted = select(*[_A[name] for name in Done.__dataclass_fields__]).where(_A.bulletin == identity)
    wanted = wanted.where(_A.unit == unit) if unit else wanted
    return [Done(**row) for row in connection.execute(wanted.order_by(_A.id)).mappings()]


def told_corrections(connection: Connection, *, before: datetime, most: int = 24) -> frozenset[tuple[str, ...]]:
    """The corrections (period, unit, figure, now) that stood in earlier approved bulletins."""
    wanted = select(_B.body["corrections"]).where(_B.stage == Stage.APPROVED, _B.made_at < before)
    bodies = connection.execute(wanted.order_by(_B.id.desc()).limit(most)).scalars()
    return frozenset(
        (each["period"], each["unit"], each["figure"], each["now"] or "") for told in bodies for each in told
    )
