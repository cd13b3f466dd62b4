"""The work on a file, in slices that each leave the database in order: read, check, and after a yes take over.

A slice holds its job; whoever is killed leaves the rest to the next. A row is a petition once, for it is named by
source and own id in the inbox.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import islice

from sqlalchemy import Connection

from channels.base import Flaw, Refused, marked
from channels.imports import heading, table
from channels.imports import job as jobs
from channels.imports import row as table_rows
from channels.imports.job import Job, JobState
from channels.imports.port import Known, key_in, parse
from channels.imports.row import Row, RowState, Settled
from channels.imports.taking import taken
from tracking.service.core import Core

CHECKED_AT_ONCE, TAKEN_AT_ONCE = 1000, 200
_LACKING = marked("缺少必需的栏目：%(given)s。")
KnownOf = Callable[[Job], Known]


def advance(core: Core, known_of: KnownOf, identity: int | None = None) -> bool:
    """Do one slice of a job's work (of any job); False when there was nothing to do."""
    with core.engine.begin() as connection:
        job = jobs.claim(connection, identity)
        if job is None:
            return False
        match job.state:
            case JobState.READING:
                _read(core, connection, job)
            case JobState.CHECKING:
                _check(core, connection, job, known_of(job))
            case _:
                _take(core, connection, job, known_of(job))
    return True


def clear_away(core: Core) -> None:
    """Imports of long ago go, with what their refused rows still held."""
    with core.engine.begin() as connection:
        jobs.clear_away(connection, now=core.now())


def remap(connection: Connection, job: Job, told: dict[str, str]) -> None:
    """What a person says of the columns; everything is checked anew. Raises ``Refused``."""
    mapped = heading.corrected(heading.recognised(job.headings), job.headings, told)
    table_rows.start_over(connection, job.id)
    jobs.change(connection, job.id, told=told, **_mapped(mapped))


def _read(core: Core, connection: Connection, job: Job) -> None:
    """The whole file in one go: half a table is of no use."""
    try:
        with connection.begin_nested():
            _keep(core, connection, job)
    except (table.Unreadable, Refused) as error:
        flaw = error.flaws[0] if isinstance(error, Refused) else error.flaw
        jobs.change(connection, job.id, state=JobState.FAILED, error=asdict(flaw), finished_at=core.now())
    jobs.change(connection, job.id, file=None)


def _keep(core: Core, connection: Connection, job: Job) -> None:
    found = enumerate(table.read(jobs.file(connection, core.sealer, job.id)), start=1)
    headings, total = list(next(found)[1]), 0
    mapped = heading.corrected(heading.recognised(headings), headings, job.told)
    while some := list(islice(found, CHECKED_AT_ONCE)):
        table_rows.add(connection, core.sealer, job.id, some)
        total += len(some)
    jobs.change(connection, job.id, headings=headings, total=total, **_mapped(mapped))


def _mapped(mapped: heading.Mapped) -> dict[str, object]:
    """A mapping that lacks what is required waits for a person."""
    lacking = heading.lacking(mapped)
    flaw = Flaw(field="mapping", code="missing_field", message=_LACKING, values={"given": "、".join(lacking)})
    state = JobState.READY if lacking else JobState.CHECKING
    return {"mapping": dict(mapped), "state": state, "error": asdict(flaw) if lacking else None}


def _check(core: Core, connection: Connection, job: Job, known: Known) -> None:
    rows = table_rows.rows(connection, core.sealer, job.id, RowState.NEW, most=CHECKED_AT_ONCE)
    table_rows.settle(connection, job.id, [_checked(row, job, known) for row in rows])
    if not rows:
        jobs.change(connection, job.id, state=JobState.READY)


def _checked(row: Row, job: Job, known: Known) -> Settled:
    cells = row.cells or ()
    settled = Settled(line=row.line, state=RowState.GOOD, external_id=key_in(cells, job.mapping))
    try:
        parse(cells, job.mapping, known)
    except Refused as refused:
        return replace(settled, state=RowState.REFUSED, flaws=refused.flaws)
    return settled


def _take(core: Core, connection: Connection, job: Job, known: Known) -> None:
    rows = table_rows.rows(connection, core.sealer, job.id, RowState.GOOD, most=TAKEN_AT_ONCE)
    table_rows.settle(connection, job.id, taken(core, job, rows, known))
    if not rows:
        jobs.change(connection, job.id, state=JobState.DONE, finished_at=core.now())
