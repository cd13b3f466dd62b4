"""What the page of one import shows: a few rows as they were understood, personal columns covered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from admin.security import identity as identities
from admin.security.identity import Person
from channels.base import Flaw, marked
from channels.imports import job as jobs
from channels.imports import row as table_rows
from channels.imports.heading import FIELDS, LEFT_OUT
from channels.imports.job import WORKING, Job, JobState
from channels.imports.row import Row, RowState
from tracking.store.seal import Sealer

STATES: Mapping[str, str] = {
    JobState.READING: marked("正在读取"),
    JobState.CHECKING: marked("正在检查"),
    JobState.READY: marked("等待确认"),
    JobState.RUNNING: marked("正在导入"),
    JobState.DONE: marked("已完成"),
    JobState.FAILED: marked("无法读取"),
}
SAMPLES, ERRORS = 5, 50
_WIDTH, _COVERED = 24, 8


@dataclass(frozen=True, kw_only=True)
class View:
    """One import. ``columns`` are (heading, field or nothing); ``samples`` rows of shortened cells."""

    job: Job
    counts: Mapping[str, int]
    columns: Sequence[tuple[str, str]]
    samples: Sequence[tuple[int, Sequence[str]]]
    refused: Sequence[Row]
    error: Flaw | None

    @property
    def working(self) -> bool:
        return self.job.state in WORKING

    @property
    def done(self) -> int:
        """Rows behind us in the work that is under way."""
        waiting = RowState.NEW if self.job.state is JobState.CHECKING else RowState.GOOD
        return self.job.total - self.counts[waiting]

    @property
    def fields(self) -> Mapping[str, str]:
        return {name: field.label for name, field in FIELDS.items()}

    @property
    def required(self) -> Sequence[str]:
        return [name for name, field in FIELDS.items() if field.required]


def gather(connection: Connection, sealer: Sealer, identity: int) -> View:
    """Raises ``NotFound``."""
    job = jobs.find(connection, identity)
    by_column = {column: name for name, column in job.mapping.items()}
    first = table_rows.rows(connection, sealer, job.id, RowState.NEW, RowState.GOOD, RowState.REFUSED, most=SAMPLES)
    return View(
        job=job,
        counts=table_rows.counts(connection, job.id),
        columns=[(title, by_column.get(column, "")) for column, title in enumerate(job.headings)],
        samples=[(row.line, _shown(row, by_column)) for row in first],
        refused=table_rows.rows(connection, sealer, job.id, RowState.REFUSED, most=ERRORS),
        error=Flaw(**job.error) if job.error else None,
    )


def _shown(row: Row, by_column: Mapping[int, str]) -> Sequence[str]:
    return [shown(cell, by_column.get(column, "")) for column, cell in enumerate(row.cells or ())]


def shown(cell: str, field: str) -> str:
    """As much of a cell as tells whether its column is the right one."""
    known = FIELDS.get(field)
    if field == "phone":
        return identities.masked(Person(name="", phone=cell)).phone
    if field == "name":
        return identities.masked(Person(name=cell, phone="")).name
    most = _COVERED if known is None or known.personal else _WIDTH
    return cell if len(cell) <= most else cell[:most] + "…"


def told(job: Job, fields: Mapping[str, str]) -> dict[str, str]:
    """What was chosen for each column, by its heading; the first of two columns with one heading counts."""
    chosen = {title: fields.get(f"column-{n}", "") or LEFT_OUT for n, title in reversed(list(enumerate(job.headings)))}
    return dict(reversed(chosen.items()))
