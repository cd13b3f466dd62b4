"""Examples as rows: changed by conditional update, each change with its line in the record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update
from sqlalchemy.dialects import postgresql

from admin.course import Done
from admin.media.consent import tellable
from admin.media.schema import media_act, media_item
from admin.media.stage import Stage

_M = media_item.c


@dataclass(frozen=True, kw_only=True)
class Item:
    """One example. ``unit`` is whose work it shows; ``tellable``: its petition may still be told of.

    ``follow_up`` is what came of it as one person wrote it, ``outcome`` the same once another confirmed it.
    """

    id: int
    number: str
    assignment: int
    unit: str
    tone: str
    cause: str
    period: str
    stage: Stage
    title: str
    story: str
    drafted_by: str | None
    reply_due_at: datetime | None
    reply: str
    proposed_by: str | None
    released_by: str | None
    medium: str
    published_on: date | None
    outcome: str
    follow_up: str
    followed_by: str | None
    version: int
    tellable: bool


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """How many were new; what was found before, by whatever rule, stays as it is, also when it was dropped."""
    known = {(row.number, row.unit) for row in _known(connection, rows)}
    new = [{**row, "stage": Stage.FOUND} for row in rows if (row["number"], row["unit"]) not in known]
    if not new:
        return 0
    statement = postgresql.insert(media_item).values(new)
    return len(connection.execute(statement.on_conflict_do_nothing().returning(_M.id)).all())


def one(
    connection: Connection, identity: int, *, units: Collection[str] | None = None, lock: bool = False
) -> Item | None:
    """An example; with ``units`` only one of theirs."""
    wanted = select(*_columns()).where(_M.id == identity)
    wanted = wanted.where(_M.unit.in_(units)) if units is not None else wanted
    row = connection.execute(wanted.with_for_update(of=media_item) if lock else wanted).mappings().first()
    return _item(row) if row else None


def at_stages(
    connection: Connection, stages: Sequence[Stage], *, units: Collection[str] | None = None, most: int = 50
) -> Sequence[Item]:
    """The newest first; for ``units`` only theirs, and none that may be told of no more: it may be a report now."""
    condition: ColumnElement[bool] = _M.stage.in_(stages)
    if units is not None:
        condition = and_(condition, _M.unit.in_(units), tellable(_M.number))
    return where(connection, condition, most=most)


def where(connection: Connection, condition: ColumnElement[bool], *, most: int, after: int = 0) -> Sequence[Item]:
    """The newest first, without the first ``after``."""
    wanted = select(*_columns()).where(condition).order_by(_M.published_on.desc().nulls_last(), _M.id.desc())
    return [_item(row) for row in connection.execute(wanted.limit(most).offset(after)).mappings()]


def put(connection: Connection, item: Item, changes: Mapping[str, Any], done: Done) -> bool:
    """Whether the item was still as ``item`` says; its record gets a line."""
    values = {**changes, "version": item.version + 1}
    statement = update(media_item).where(_M.id == item.id, _M.version == item.version).values(values)
    if connection.execute(statement).rowcount == 0:
        return False
    connection.execute(insert(media_act).values(item=item.id, **vars(done)))
    return True


def record(connection: Connection, identity: int) -> Sequence[Done]:
    """Everything that was done with an example, in the order of time."""
    log = media_act.c
    columns = [log[name] for name in Done.__dataclass_fields__]
    return [
        Done(**row)
        for row in connection.execute(select(*columns).where(log.item == identity).order_by(log.id)).mappings()
    ]


def _known(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[Row[str, str]]:
    numbers = {row["number"] for row in rows}
    return connection.execute(select(_M.number, _M.unit).where(_M.number.in_(numbers))).all() if numbers else ()


def _columns() -> Sequence[ColumnElement[Any]]:
    asked = tellable(_M.number).label("tellable")
    return [asked if name == "tellable" else _M[name] for name in Item.__dataclass_fields__]


def _item(row: Mapping[Any, Any]) -> Item:
    return Item(**{**row, "stage": Stage(row["stage"])})
