"""Alarms as they stand: lists, one with its record, counts.

An alarm about a petition is seen by those who may see the petition; so a report (举报) is kept from all others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from admin.course import DoneAs
from admin.supervision import alarm_schema
from tracking.domain.error import NotFound
from tracking.store import schema as tracking
from tracking.store.visibility import Viewer, visible

_M, _P, _C = alarm_schema.alarm.c, tracking.petition.c, alarm_schema.alarm_act.c
PAGE_SIZE = 50


class State(StrEnum):
    """How far an alarm is. The last three end it."""

    OPEN = "open"
    LOOKED = "looked"
    ORDERED = "ordered"
    PROPOSED = "proposed"
    NOTHING = "nothing"


WAITING = (State.OPEN, State.LOOKED)


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One alarm; ``figures`` as ``alarming`` keeps them, ``title`` the petition's."""

    id: int
    rule: str
    version: int
    level: int
    subject: str
    round: int
    number: str | None
    index: int | None
    unit: str | None
    figures: Mapping[str, Any]
    entries: Sequence[int]
    found_at: datetime
    state: State
    state_version: int
    document: int | None
    title: str | None

    @property
    def waits(self) -> bool:
        return self.state in WAITING


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list shows; ``before``: only what was found before this alarm. ``state``: a state, or ``waiting``."""

    rule: str = ""
    unit: str = ""
    state: str = ""
    before: int = 0


_OWN = [alarm_schema.alarm.c[field.name] for field in fields(Alarm) if field.name != "title"]
_JOINED = alarm_schema.alarm.outerjoin(tracking.petition, _P.number == _M.number)


def listed(connection: Connection, viewer: Viewer, wanted: Wanted) -> tuple[Sequence[Alarm], bool]:
    """A page of alarms, the newest first, and whether there are more."""
    conditions = [seen_by(viewer)]
    conditions += [_M.rule == wanted.rule] if wanted.rule else []
    conditions += [_M.unit == wanted.unit] if wanted.unit else []
    conditions += [_M.id < wanted.before] if wanted.before else []
    if wanted.state:
        states = WAITING if wanted.state == "waiting" else (State(wanted.state),)
        conditions.append(_M.state.in_([str(each) for each in states]))
    found = select(*_OWN, _P.title).select_from(_JOINED).where(*conditions).order_by(_M.id.desc())
    rows = [_alarm(dict(row)) for row in connection.execute(found.limit(PAGE_SIZE + 1)).mappings()]
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def one(connection: Connection, viewer: Viewer, identity: int) -> Alarm:
    """Raises ``NotFound``, also where it is not for these eyes."""
    found = select(*_OWN, _P.title).select_from(_JOINED).where(_M.id == identity, seen_by(viewer))
    row = connection.execute(found).mappings().first()
    if row is None:
        raise NotFound("no such alarm")
    return _alarm(dict(row))


def record(connection: Connection, identity: int) -> Sequence[DoneAs]:
    """Everything that was done with it, oldest first."""
    columns = [alarm_schema.alarm_act.c[field.name] for field in fields(DoneAs)]
    rows = connection.execute(select(*columns).where(_C.alarm == identity).order_by(_C.id))
    return [DoneAs(**row) for row in rows.mappings()]


def counts(connection: Connection) -> Mapping[str, int]:
    """How many are open and looked at, for the whole city."""
    waiting = _M.state.in_([str(each) for each in WAITING])
    rows = connection.execute(select(_M.state, func.count()).where(waiting).group_by(_M.state)).all()
    return {row[0]: row[1] for row in rows}


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    return or_(_M.number.is_(None), visible(viewer))


def _alarm(row: Mapping[str, Any]) -> Alarm:
    return Alarm(**{**row, "state": State(row["state"])})
