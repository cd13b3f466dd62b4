"""Files being imported: uploaded, read, checked, agreed to, taken over."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from channels.imports.heading import Mapped
from channels.imports.schema import import_job
from tracking.domain.error import NotFound
from tracking.store.seal import Sealer

KEPT = timedelta(days=30)
_J = import_job.c


class JobState(StrEnum):
    """``reading`` → ``checking`` → ``ready``; after a person's yes ``running`` → ``done``. ``failed``: no table."""

    READING = "reading"
    CHECKING = "checking"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


WORKING = (JobState.READING, JobState.CHECKING, JobState.RUNNING)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One file. ``mapping`` is field → column, ``told`` what a person said of columns by their headings."""

    id: int
    state: JobState
    source: str
    file_name: str
    created_at: datetime
    created_by: str
    headings: Sequence[str]
    mapping: Mapped
    told: Mapping[str, str]
    with_open: bool
    total: int
    error: Mapping[str, Any] | None
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as a person brings it. ``source`` names the older system; ``with_open``: open matters may come in."""

    body: bytes
    file_name: str
    source: str
    with_open: bool
    told: Mapping[str, str]


_SHOWN = [_J[name] for name in Job.__dataclass_fields__]


def create(connection: Connection, sealer: Sealer, upload: Upload, *, by: str, at: datetime) -> int:
    """Keep a file, sealed, to be read by a worker; returns the job's id."""
    values = {
        "state": JobState.READING,
        "source": upload.source,
        "file_name": upload.file_name,
        "file": sealer.seal(base64.b64encode(upload.body).decode(), "import"),
        "with_open": upload.with_open,
        "told": dict(upload.told),
        "created_at": at,
        "created_by": by,
    }
    identity: int = connection.execute(insert(import_job).values(values).returning(_J.id)).scalar_one()
    return identity


def find(connection: Connection, identity: int) -> Job:
    """Raises ``NotFound``."""
    row = connection.execute(select(*_SHOWN).where(_J.id == identity)).mappings().first()
    if row is None:
        raise NotFound("no such import", job=identity)
    return _job(dict(row))


def latest(connection: Connection, *, most: int = 50) -> Sequence[Job]:
    """The newest first."""
    rows = connection.execute(select(*_SHOWN).order_by(_J.id.desc()).limit(most)).mappings()
    return [_job(dict(row)) for row in rows]


def claim(connection: Connection, identity: int | None = None) -> Job | None:
    """A job that needs work, held until the transaction ends; None where there is none that nobody holds.

    For a job of one's own (``identity``) this waits until nobody else is at it.
    """
    waiting = select(*_SHOWN).where(_J.state.in_(WORKING)).order_by(_J.id).limit(1)
    mine = waiting.with_for_update(skip_locked=True) if identity is None else waiting.where(_J.id == identity)
    found = connection.execute(mine if identity is None else mine.with_for_update()).mappings().first()
    return _job(dict(found)) if found else None


def file(connection: Connection, sealer: Sealer, identity: int) -> bytes:
    """The file as it was uploaded."""
    sealed: bytes = connection.execute(select(_J.file).where(_J.id == identity)).scalar_one()
    return base64.b64decode(sealer.open(sealed, "import"))


def change(connection: Connection, identity: int, **values: Any) -> None:
    """Set columns of a job."""
    connection.execute(update(import_job).where(_J.id == identity).values(values))


def go_on(connection: Connection, identity: int, *, was: JobState, then: JobState) -> bool:
    """From one state to another; False where it is in the first no more."""
    mine = update(import_job).where(_J.id == identity, _J.state == was)
    return connection.execute(mine.values(state=then)).rowcount == 1


def drop(connection: Connection, identity: int) -> None:
    """Forget a job and its rows, unless it is being worked at; petitions that were taken over stay."""
    connection.execute(delete(import_job).where(_J.id == identity, _J.state.not_in(WORKING)))


def clear_away(connection: Connection, *, now: datetime) -> int:
    """Old jobs go, with whatever personal data their refused rows still held."""
    old = delete(import_job).where(_J.created_at < now - KEPT, _J.state.not_in(WORKING))
    return connection.execute(old).rowcount


def _job(row: dict[str, Any]) -> Job:
    return Job(**{**row, "state": JobState(row["state"])})
