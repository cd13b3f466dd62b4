"""依法留存: what must be kept though its time is over, put on and lifted by a person; and the tombstones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from admin.privacy.schema import legal_hold, tombstone

_H, _T = legal_hold.c, tombstone.c
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Hold:
    """An open one."""

    id: int
    number: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """What was forgotten, and why."""

    number: str
    step: str
    at: datetime
    by: str
    why: str


def holds(connection: Connection) -> Sequence[Hold]:
    """Those that are open, the newest first."""
    wanted = select(*(_H[name] for name in Hold.__dataclass_fields__)).where(_H.lifted_at.is_(None))
    return [Hold(**row) for row in connection.execute(wanted.order_by(_H.id.desc()).limit(MOST)).mappings()]


def tombstones(connection: Connection, most: int = 50) -> Sequence[Tombstone]:
    """The newest first."""
    wanted = select(*(_T[name] for name in Tombstone.__dataclass_fields__)).order_by(_T.id.desc()).limit(most)
    return [Tombstone(**row) for row in connection.execute(wanted).mappings()]


def put(connection: Connection, number: str, *, reason: str, by: str, at: datetime) -> bool:
    """Whether it is new; one petition has one open hold."""
    row = {"number": number, "reason": reason, "by": by, "at": at}
    statement = insert(legal_hold).values(row).on_conflict_do_nothing().returning(_H.id)
    return connection.execute(statement).first() is not None


def lift(connection: Connection, identity: int, *, by: str, at: datetime) -> bool:
    """Whether it was open until now."""
    open_one = update(legal_hold).where(_H.id == identity, _H.lifted_at.is_(None))
    return connection.execute(open_one.values(lifted_by=by, lifted_at=at)).rowcount == 1
