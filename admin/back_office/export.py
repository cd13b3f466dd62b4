"""The way of an export: asked for, decided by a second person, made, taken home by the one who asked, gone.

States are changed by conditional update, so of two who decide at once one is told that it is decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from admin.back_office.schema import export, export_act
from admin.course import Done
from admin.security import schema as security
from admin.security.roster import Hand
from tracking.domain.error import Forbidden, NotFound, StaleVersion
from tracking.store.seal import Sealer

_E, _L, _C = export.c, export_act.c, security.account_change.c
KEPT = timedelta(days=7)
STAYS_STRANGER = timedelta(days=30)
MOST_ROWS = 20_000
CONTEXT, SYSTEM = "export", "system"
_MADE_BY = ("added", "placed", "opened", "unlocked", "password_reset", "factor_reset")


class State(StrEnum):
    """Where an export stands."""

    ASKED = "asked"
    APPROVED = "approved"
    READY = "ready"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Export:
    """One export without its file. ``wanted`` is the filter as it was asked for."""

    id: int
    kind: str
    wanted: Mapping[str, str]
    format: str
    reason: str
    state: State
    asked_by: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    written: int
    total: int
    made_at: datetime | None
    expires_at: datetime | None
    error: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody asks for, and why."""

    kind: str
    wanted: Mapping[str, str]
    format: str
    reason: str
    total: int


def ask(connection: Connection, request: Request, hand: Hand) -> int:
    """Put it before a second person; undecided it is gone after ``KEPT``."""
    values = {**vars(request), "state": State.ASKED, "asked_by": hand.by, "asked_at": hand.at}
    made = insert(export).values(**values, expires_at=hand.at + KEPT).returning(_E.id)
    identity: int = connection.execute(made).scalar_one()
    _note(connection, identity, "asked", hand, request.reason)
    return identity


def decide(connection: Connection, identity: int, hand: Hand, *, yes: bool, why: str = "") -> None:
    """The second person. Raises ``Forbidden`` for the asker and for an account that the asker made or reset lately."""
    found = one(connection, identity)
    if found.asked_by == hand.by:
        raise Forbidden("a second person decides", field="decided_by")
    if _puppet(connection, found.asked_by, hand):
        raise Forbidden("the asker had this account in hand", field="puppet")
    then = {"state": State.APPROVED if yes else State.REFUSED, "decided_by": hand.by, "decided_at": hand.at}
    still = _E.id == identity, _E.state == State.ASKED, _E.expires_at > hand.at
    if connection.execute(update(export).where(*still).values(then)).rowcount == 0:
        raise StaleVersion("it is decided")
    _note(connection, identity, "approved" if yes else "refused_export", hand, why)


def withdraw(connection: Connection, identity: int, hand: Hand) -> None:
    """The asker no longer wants it."""
    mine = _E.id == identity, _E.asked_by == hand.by, _E.state == State.ASKED
    if connection.execute(update(export).where(*mine).values(state=State.WITHDRAWN)).rowcount == 0:
        raise StaleVersion("it is decided")
    _note(connection, identity, "withdrawn", hand)


def download(
    connection: Connection, sealer: Sealer, identity: int, hand: Hand, *, address: str
) -> tuple[Export, bytes]:
    """The file, for the one who asked, with a line in the record. Raises ``NotFound`` for others and when gone."""
    mine = _E.id == identity, _E.asked_by == hand.by, _E.state == State.READY, _E.expires_at > hand.at
    body = connection.execute(select(_E.body).where(*mine)).scalar_one_or_none()
    if body is None:
        raise NotFound("no such file")
    _note(connection, identity, "downloaded", hand, address)
    return one(connection, identity), sealer.open_bytes(body, CONTEXT)


def next_approved(connection: Connection) -> Export | None:
    """The oldest that waits to be made."""
    waiting = select(*_columns()).where(_E.state == State.APPROVED).order_by(_E.id).limit(1)
    row = connection.execute(waiting).mappings().first()
    return _export(row) if row else None


def progress(connection: Connection, identity: int, *, written: int, total: int) -> None:
    """How far it is."""
    connection.execute(update(export).where(_E.id == identity).values(written=written, total=total))


def keep(connection: Connection, sealer: Sealer, identity: int, body: bytes, *, rows: int, at: datetime) -> None:
    """The finished file, sealed."""
    values = {"state": State.READY, "body": sealer.seal_bytes(body, CONTEXT), "made_at": at, "expires_at": at + KEPT}
    waiting = _E.id == identity, _E.state == State.APPROVED
    if connection.execute(update(export).where(*waiting).values(**values, written=rows, total=rows)).rowcount:
        _note(connection, identity, "made", Hand(by=SYSTEM, at=at), str(rows))


def fail(connection: Connection, identity: int, error: str, *, at: datetime) -> None:
    """It cannot be made; ``error`` is a code."""
    waiting = _E.id == identity, _E.state == State.APPROVED
    if connection.execute(update(export).where(*waiting).values(state=State.FAILED, error=error)).rowcount:
        _note(connection, identity, "failed", Hand(by=SYSTEM, at=at), error)


def expire(connection: Connection, *, at: datetime) -> int:
    """Files and requests whose time is over; returns how many."""
    over = _E.state.in_([State.ASKED, State.READY]), _E.expires_at <= at
    gone = update(export).where(*over).values(state=State.EXPIRED, body=None).returning(_E.id)
    found = connection.execute(gone).scalars().all()
    for identity in found:
        _note(connection, identity, "expired", Hand(by=SYSTEM, at=at))
    return len(found)


def one(connection: Connection, identity: int) -> Export:
    """Raises ``NotFound``."""
    row = connection.execute(select(*_columns()).where(_E.id == identity)).mappings().first()
    if row is None:
        raise NotFound("no such export")
    return _export(row)


def latest(connection: Connection, *, by: str | None, or_at: State | None = None, most: int = 100) -> Sequence[Export]:
    """Those somebody asked for and those at a state, the newest first; without ``by`` all."""
    wanted = select(*_columns()).order_by(_E.id.desc()).limit(most)
    if by is not None:
        wanted = wanted.where(or_(_E.asked_by == by, *([_E.state == or_at] if or_at else [])))
    return [_export(row) for row in connection.execute(wanted).mappings()]


def record(connection: Connection, identity: int) -> Sequence[Done]:
    """Everything that was done with an export."""
    columns = [_L[name] for name in Done.__dataclass_fields__]
    rows = select(*columns).where(_L.export == identity).order_by(_L.id)
    return [Done(**row) for row in connection.execute(rows).mappings()]


def _puppet(connection: Connection, asker: str, hand: Hand) -> bool:
    lately = _C.username == hand.by, _C.by == asker, _C.act.in_(_MADE_BY), _C.at > hand.at - STAYS_STRANGER
    return connection.execute(select(_C.id).where(*lately).limit(1)).first() is not None


def _note(connection: Connection, identity: int, act: str, hand: Hand, note: str = "") -> None:
    row = {"export": identity, "act": act, "by": hand.by, "at": hand.at, "note": note}
    connection.execute(insert(export_act).values(row))


def _columns() -> Sequence[Any]:
    return [_E[name] for name in Export.__dataclass_fields__]


def _export(row: Mapping[Any, Any]) -> Export:
    return Export(**{**row, "state": State(row["state"])})
