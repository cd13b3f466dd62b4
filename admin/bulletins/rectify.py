"""Rectification (整改): what a 不合格 unit owes after a bulletin, its written answer, and the check of supervision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from admin.bulletins import store
from admin.bulletins.schema import bulletin, rectification
from admin.bulletins.store import Bulletin, Done
from admin.wiring import Container
from tracking.domain.case import require
from tracking.domain.error import InvalidValue, NotFound, OutOfTurn

_R = rectification.c
LONGEST = 2000


class State(StrEnum):
    """The unit answers what is open or was returned; supervision accepts or returns the answer."""

    OPEN = "open"
    ANSWERED = "answered"
    RETURNED = "returned"
    ACCEPTED = "accepted"


WAITS_FOR_UNIT = (State.OPEN, State.RETURNED)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One unit's rectification after one bulletin."""

    id: int
    bulletin: int
    period: str
    unit: str
    due_at: datetime
    state: State
    answer: str
    answered_at: datetime | None
    first_answered_at: datetime | None
    checked_by: str | None
    version: int
    figures: Sequence[Mapping[str, Any]]
    vetoes: Sequence[str]

    @property
    def waits_for_unit(self) -> bool:
        return self.state in WAITS_FOR_UNIT

    def overdue(self, now: datetime) -> bool:
        """Not answered, or first answered late: closing never erases it."""
        return (self.first_answered_at or now) > self.due_at


def demand(connection: Connection, made: Bulletin, *, due_at: datetime) -> None:
    """One item for each poor unit."""
    rows = [{"bulletin": made.id, "unit": unit, "due_at": due_at, "state": State.OPEN} for unit in made.body["poor"]]
    if rows:
        connection.execute(insert(rectification), rows)


def listed(connection: Connection, *, unit: str | None = None, most: int = 200) -> Sequence[Item]:
    """What waits longest first, accepted ones last."""
    wanted = _select().order_by(_R.state == State.ACCEPTED, _R.due_at, _R.id).limit(most)
    wanted = wanted.where(_R.unit == unit) if unit else wanted
    return [_item(row) for row in connection.execute(wanted).mappings()]


def answer(container: Container, identity: int, *, text: str, unit: str, by: str) -> None:
    """In writing, by the unit. Raises ``NotFound`` for another's, ``OutOfTurn`` for what waits for nobody's answer."""
    require(text=text)
    if len(text) > LONGEST:
        raise InvalidValue("the answer is too long", field="text")
    if container.redact(text) != text:
        raise InvalidValue("something in it looks personal", field="personal")
    now = container.core.now()
    first = func.coalesce(_R.first_answered_at, now)
    values = {"answer": text, "answered_at": now, "first_answered_at": first, "state": State.ANSWERED}
    done = Done(act="answered", by=by, at=now, note=text, unit=unit)
    _move(container, identity, values, done, _R.state.in_(WAITS_FOR_UNIT), _R.unit == unit)


def check(container: Container, identity: int, *, accepted: bool, note: str, by: str) -> None:
    """By supervision. A return says why."""
    if not accepted:
        require(note=note)
    state = State.ACCEPTED if accepted else State.RETURNED
    done = Done(act=state, by=by, at=container.core.now(), note=note)
    _move(container, identity, {"state": state, "checked_by": by}, done, _R.state == State.ANSWERED)


def _move(
    container: Container, identity: int, values: Mapping[str, Any], done: Done, *conditions: ColumnElement[bool]
) -> None:
    with container.engine.begin() as connection:
        mine = update(rectification).where(_R.id == identity, *conditions)
        row = connection.execute(mine.values({**values, "version": _R.version + 1}).returning(_R.bulletin, _R.unit))
        moved = row.first()
        if moved is None:
            raise _refusal(connection, identity, done.unit)
        store.note(connection, moved.bulletin, replace(done, unit=moved.unit))


def _refusal(connection: Connection, identity: int, unit: str) -> NotFound | OutOfTurn:
    whose = connection.execute(select(_R.unit).where(_R.id == identity)).scalar()
    if whose is None or (unit and whose != unit):
        return NotFound("no such rectification")
    return OutOfTurn("it waits for somebody else")


def _select() -> Select[Any]:
    own = bulletin.c.body["units"][_R.unit]
    columns = [_R[name] for name in Item.__dataclass_fields__ if name not in ("period", "figures", "vetoes")]
    told = (bulletin.c.period, own["deficient"].label("figures"), own["vetoes"].label("vetoes"))
    return select(*columns, *told).join(bulletin, bulletin.c.id == _R.bulletin)


def _item(row: Mapping[Any, Any]) -> Item:
    return Item(**{**row, "state": State(row["state"])})
