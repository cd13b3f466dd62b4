"""Calls in the database: each is held while one of its webhooks is answered."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy.dialects.postgresql import insert

from channels.voice.call import Call, Memo
from channels.voice.flow import State
from channels.voice.schema import phone_call, recording
from tracking.store.seal import Sealer

FORGOTTEN = b""
_C = phone_call.c
_PLAIN = [each.name for each in fields(Call) if each.name != "memo"]


def hold(connection: Connection, sealer: Sealer, fresh: Call, *, at: datetime) -> Call:
    """The call as it stands, held until the transaction ends; ``fresh`` where it is new."""
    row = _values(sealer, fresh) | {"began_at": at, "changed_at": at}
    connection.execute(insert(phone_call).values(row).on_conflict_do_nothing())
    found = connection.execute(select(phone_call).where(_C.sid == fresh.sid).with_for_update()).one()
    return _call(found, sealer)


def find(connection: Connection, sealer: Sealer, sid: str) -> Call | None:
    row = connection.execute(select(phone_call).where(_C.sid == sid).with_for_update()).one_or_none()
    return _call(row, sealer) if row else None


def keep(connection: Connection, sealer: Sealer, call: Call, *, at: datetime, **more: object) -> None:
    """Write the call back; ``more`` sets further columns."""
    values = _values(sealer, call) | {"changed_at": at} | more
    connection.execute(update(phone_call).where(_C.sid == call.sid).values(values))


def noticed(connection: Connection, sid: str, *, at: datetime) -> None:
    """The notice was read out; the first time counts."""
    connection.execute(update(phone_call).where(_C.sid == sid, _C.noticed_at.is_(None)).values(noticed_at=at))


def forget(connection: Connection, *, before: datetime) -> int:
    """Empty the memo of calls that ended before; who called stands sealed with the petition."""
    over = update(phone_call).where(_C.ended_at < before, _C.memo != FORGOTTEN)
    return connection.execute(over.values(memo=FORGOTTEN)).rowcount


def queued(connection: Connection, sid: str, *, at: datetime) -> None:
    """The caller waits for an operator; the first time counts."""
    connection.execute(update(phone_call).where(_C.sid == sid, _C.queued_at.is_(None)).values(queued_at=at))


def bridged(connection: Connection, sid: str, operator: str, *, at: datetime) -> None:
    """The call has an operator now; the first time counts, however often it is told."""
    told = {"operator": operator, "bridged_at": func.coalesce(_C.bridged_at, at)}
    connection.execute(update(phone_call).where(_C.sid == sid).values(told))


def with_operator(connection: Connection, sealer: Sealer, operator: str, sid: str | None = None) -> Call | None:
    """The running call of an operator, the latest; or, with ``sid``, that call if it is or was this operator's."""
    mine = select(phone_call).where(_C.operator == operator)
    chosen = mine.where(_C.ended_at.is_(None)) if sid is None else mine.where(_C.sid == sid)
    row = connection.execute(chosen.order_by(_C.bridged_at.desc()).limit(1)).first()
    return _call(row, sealer) if row else None


def belongs(connection: Connection, sealer: Sealer, sid: str, number: str, *, at: datetime) -> None:
    """An operator made a petition of this call, and took down what had been heard before."""
    call = find(connection, sealer, sid)
    if call and call.number is None:
        keep(connection, sealer, replace(call.remembering(kept=(), partial=""), number=number), at=at)


def abandoned(connection: Connection, *, before: datetime, most: int) -> list[str]:
    """Calls nothing was heard of for long, and whose end nobody told us."""
    silent = select(_C.sid).where(_C.ended_at.is_(None), _C.changed_at < before).order_by(_C.changed_at)
    return list(connection.execute(silent.limit(most)).scalars())


def add_recording(
    connection: Connection, sid: str, call: str, number: str | None, *, at: datetime, state: str = "waiting"
) -> None:
    """A recording, by default to be fetched; once, however often it is told."""
    row = {"sid": sid, "call": call, "number": number, "state": state, "next_try_at": at, "made_at": at}
    connection.execute(insert(recording).values(row).on_conflict_do_nothing())


def knows_recording(connection: Connection, sid: str) -> bool:
    return connection.execute(select(recording.c.sid).where(recording.c.sid == sid)).first() is not None


def _values(sealer: Sealer, call: Call) -> dict[str, Any]:
    return {name: getattr(call, name) for name in _PLAIN} | {"memo": sealer.seal(call.memo.packed(), "call")}


def _call(row: Row[Any], sealer: Sealer) -> Call:
    plain = {name: getattr(row, name) for name in _PLAIN}
    memo = Memo() if row.memo == FORGOTTEN else Memo.unpacked(sealer.open(row.memo, "call"))
    return Call(**plain | {"state": State(row.state), "memo": memo})
