"""What supervision does with an alarm: looks, proposes, orders, or finds that nothing needs to be done.

Each act is a conditional update with a line in the record, which the database keeps from changes.
"""

from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from admin.supervision import alarm_schema, schema
from admin.supervision.alarm import WAITING, Alarm, State, one
from admin.supervision.proposal import proposal
from tracking.domain.case import require
from tracking.domain.error import StaleVersion, TooLate
from tracking.domain.people import Actor
from tracking.service.core import Core
from tracking.store.visibility import Viewer

_M = alarm_schema.alarm.c


def look(core: Core, identity: int, *, note: str, version: int, by: Actor) -> None:
    """已查看: somebody has looked and says what they saw."""
    require(note=note)
    with core.engine.begin() as connection:
        found = _waiting(connection, identity, by)
        _keep(connection, core, found, version, by=by, act="looked", note=note, state=State.LOOKED)


def dismiss(core: Core, identity: int, *, note: str, version: int, by: Actor) -> None:
    """无需处理, for a reason that stays."""
    require(note=note)
    with core.engine.begin() as connection:
        found = _waiting(connection, identity, by)
        _keep(connection, core, found, version, by=by, act="nothing", note=note, state=State.NOTHING)


def propose(core: Core, identity: int, *, reason: str, version: int, by: Actor) -> int:
    """监察建议 to the unit; returns the id of its document."""
    require(reason=reason)
    with core.engine.begin() as connection:
        found = _waiting(connection, identity, by)
        if found.unit is None:
            raise TooLate("no unit is concerned", field="unit")
        share = (found.number, found.index) if found.index else (None, None)
        made = proposal(connection, unit=found.unit, reason=reason, by=by, at=core.now(), share=share, turn=found.id)
        _keep(
            connection, core, found, version,
            by=by, act="proposed", note=reason, state=State.PROPOSED, document=made,
        )  # fmt: skip
    return made


def ordered(connection: Connection, number: str, index: int, *, at: datetime, by: str, role: str) -> None:
    """An order was issued: the waiting alarms of the assignment, and those of its petition, are answered by it."""
    about = (_M.number == number, or_(_M.index == index, _M.index.is_(None)), _M.found_at <= at)
    waiting = _M.state.in_([str(each) for each in WAITING])
    document = (
        select(schema.document.c.id)
        .where(schema.document.c.number == number, schema.document.c.index == index, schema.document.c.step == "order")
        .order_by(schema.document.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    values = {"state": State.ORDERED, "document": document, "state_version": _M.state_version + 1}
    changed = update(alarm_schema.alarm).where(*about, waiting).values(values).returning(_M.id)
    found = connection.execute(changed).scalars().all()
    line = {"act": "ordered", "at": at, "by": by, "role": role, "note": ""}
    if found:
        connection.execute(insert(alarm_schema.alarm_act), [{"alarm": each, **line} for each in found])


def _waiting(connection: Connection, identity: int, by: Actor) -> Alarm:
    found = one(connection, Viewer(role=by.role, unit=by.unit), identity)
    if not found.waits:
        raise TooLate("the alarm has been settled", field="alarm")
    return found


def _keep(
    connection: Connection, core: Core, found: Alarm, version: int, *, by: Actor, act: str, note: str, **values: object
) -> None:
    unchanged = update(alarm_schema.alarm).where(_M.id == found.id, _M.state_version == version)
    if connection.execute(unchanged.values(**values, state_version=version + 1)).rowcount != 1:
        raise StaleVersion("the alarm has changed meanwhile")
    line = {"alarm": found.id, "act": act, "at": core.now(), "by": by.id, "role": by.role, "note": note}
    connection.execute(insert(alarm_schema.alarm_act).values(line))
