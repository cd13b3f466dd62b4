"""Records as rows: each stored once, changed by conditional update, each change with its line in the log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, insert, or_, select, true, update
from sqlalchemy.dialects import postgresql

from admin.accountability import schema
from admin.accountability.proposal import Cause, Kind, Subject
from admin.accountability.stage import Stage
from admin.course import Done
from tracking.domain.people import Role
from tracking.store.visibility import Viewer

_R, _L = schema.record.c, schema.act.c
MOST = 300
BEFORE_OPENING = (Stage.NOTED, Stage.PROPOSED)
UNTIL_DECIDED = (*BEFORE_OPENING, Stage.OPENED, Stage.NOT_PURSUED)
QUIET = (Cause.DISCLOSURE, Cause.RETALIATION)
"""To hear of these early would tell a unit that somebody reported."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record. ``unit`` is the unit held to account, or the unit of the officer."""

    id: int
    key: str
    unit: str
    subject: Subject
    post: str
    account: str | None
    kind: Kind
    cause: Cause
    year: int
    months: str
    rules: str
    stage: Stage
    proposed_at: datetime
    proposed_by: str
    opened_by: str | None
    decided_by: str | None
    decided_at: datetime | None
    effect: Kind | None
    recipient: str
    decision: str
    basis: str
    appeal_due_at: datetime | None
    appeal: str
    judged_by: str | None
    judgement: str
    outcome: Stage | None
    result: str
    version: int


_COLUMNS = [_R[name] for name in Record.__dataclass_fields__]


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, int]:
    """Key → id of those that were new."""
    if not rows:
        return {}
    statement = postgresql.insert(schema.record).values(rows).on_conflict_do_nothing(index_elements=["key"])
    return {row.key: row.id for row in connection.execute(statement.returning(_R.key, _R.id))}


def keys(connection: Connection, year: int) -> Sequence[str]:
    """Those of a year, also of what was not pursued."""
    return connection.execute(select(_R.key).where(_R.year == year)).scalars().all()


def one(
    connection: Connection, identity: int, viewer: Viewer, *, units: Collection[str] = (), lock: bool = False
) -> Record | None:
    """A record, where it is for these eyes."""
    wanted = select(*_COLUMNS).where(_R.id == identity, seen_by(viewer, units))
    row = connection.execute(wanted.with_for_update() if lock else wanted).mappings().first()
    return _record(row) if row else None


def of_year(connection: Connection, year: int, viewer: Viewer, *, units: Collection[str] = ()) -> Sequence[Record]:
    """The newest first, at most ``MOST``."""
    wanted = select(*_COLUMNS).where(_R.year == year, seen_by(viewer, units))
    rows = connection.execute(wanted.order_by(_R.proposed_at.desc(), _R.id.desc()).limit(MOST))
    return [_record(row) for row in rows.mappings()]


def years(connection: Connection) -> Sequence[int]:
    """Those that have records, the newest first."""
    return connection.execute(select(_R.year).distinct().order_by(_R.year.desc())).scalars().all()


def put(connection: Connection, known: Record, changes: Mapping[str, Any], done: Done) -> bool:
    """Whether the record was still as ``known`` says; its log gets a line."""
    values = {**changes, "version": known.version + 1}
    statement = update(schema.record).where(_R.id == known.id, _R.version == known.version).values(values)
    if connection.execute(statement).rowcount == 0:
        return False
    connection.execute(insert(schema.act).values(record=known.id, **vars(done)))
    return True


def log(connection: Connection, identity: int) -> Sequence[Done]:
    """Everything that was done with a record, in the order of time."""
    columns = [_L[name] for name in Done.__dataclass_fields__]
    rows = connection.execute(select(*columns).where(_L.record == identity).order_by(_L.id)).mappings()
    return [Done(**row) for row in rows]


def seen_by(viewer: Viewer, units: Collection[str]) -> ColumnElement[bool]:
    """Those of a unit see its own (``units``: itself and what it followed) once opened, quiet ones once decided."""
    if viewer.unit is None:
        return false() if viewer.role is Role.HANDLER else true()
    early = and_(_R.cause.not_in(QUIET), _R.stage.not_in(BEFORE_OPENING))
    told = or_(early, and_(_R.stage.not_in(UNTIL_DECIDED), _R.outcome != Stage.NOT_PURSUED))
    return and_(_R.unit.in_([viewer.unit, *units]), told)


def _record(row: Mapping[Any, Any]) -> Record:
    known = {
        "subject": Subject(row["subject"]),
        "kind": Kind(row["kind"]),
        "cause": Cause(row["cause"]),
        "stage": Stage(row["stage"]),
        "effect": Kind(row["effect"]) if row["effect"] else None,
        "outcome": Stage(row["outcome"]) if row["outcome"] else None,
    }
    return Record(**{**row, **known})
