"""The log of uploads: what makes a try that was listened to worthless, and what administrators look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from channels.branch.schema import branch_upload
from channels.signature import Stale

KEPT = timedelta(days=30)
_U = branch_upload.c


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One upload; the counts are None where it did not come to its end."""

    key: str
    unit: str
    at: datetime
    taken: int | None
    again: int | None
    refused: int | None


def begin(connection: Connection, *, key: str, nonce: str, unit: str, at: datetime) -> int:
    """Note a try before anything is done; old ones are cleared away. Raises ``Stale`` for one that came before."""
    connection.execute(delete(branch_upload).where(_U.at < at - KEPT))
    row = {"key": key, "nonce": nonce, "unit": unit, "at": at}
    made = insert(branch_upload).values(row).on_conflict_do_nothing().returning(_U.id)
    identity: int | None = connection.execute(made).scalar()
    if identity is None:
        raise Stale
    return identity


def finish(connection: Connection, identity: int, results: Counter[str]) -> None:
    """How it went: how many rows of each result."""
    counts = {name: results[name] for name in ("taken", "again", "refused")}
    connection.execute(update(branch_upload).where(_U.id == identity).values(counts))


def latest(connection: Connection, *, most: int = 50) -> Sequence[Upload]:
    """The newest first."""
    columns = [_U[name] for name in Upload.__dataclass_fields__]
    rows = connection.execute(select(*columns).order_by(_U.id.desc()).limit(most)).mappings()
    return [Upload(**row) for row in rows]
