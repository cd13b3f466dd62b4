"""``minyi import petitions FILE``: what an older system had heard, looked at first and then taken over."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.importing import known_of
from admin.language import ENGLISH, say
from admin.wiring import Container, build
from channels.base import Flaw, Refused
from channels.imports import heading
from channels.imports import job as jobs
from channels.imports import row as table_rows
from channels.imports.heading import FIELDS
from channels.imports.job import WORKING, Job, JobState, Upload
from channels.imports.receiver import advance
from channels.imports.renderer import error_list
from channels.imports.row import RowState

_FILE = typer.Argument(exists=True, dir_okay=False, help="CSV (UTF-8 or GB18030) or an Excel workbook (.xlsx).")
_SOURCE = typer.Option(help="Name of the older system; with a row's own id it names a petition once and for all.")
_MAP = typer.Option("--map", metavar="HEADING=FIELD,…", help="What a column is, or - to leave it out.")
_OPEN = typer.Option("--open", help="Take rows without a closing time too: they are dispatched and their clocks run.")
_DRY = typer.Option("--dry-run", help="Check every row and store nothing.")
_YES = typer.Option("--yes", help="Do not ask before taking over.")
_ERRORS = typer.Option(help="Write what is wrong, row by row, to this CSV file.")
_FEW = 20
_err = Console(stderr=True)


def petitions(
    file: Annotated[Path, _FILE],
    source: Annotated[str, _SOURCE] = "legacy",
    mapping: Annotated[str, _MAP] = "",
    with_open: Annotated[bool, _OPEN] = False,
    dry_run: Annotated[bool, _DRY] = False,
    yes: Annotated[bool, _YES] = False,
    errors: Annotated[Path | None, _ERRORS] = None,
) -> None:
    """Take over petitions of an older system. Doing it again takes over only what is new."""
    container = build(with_addresses(settings_or_exit()))
    try:
        told = heading.told_by(mapping)
        upload = Upload(body=file.read_bytes(), file_name=file.name, source=source, with_open=with_open, told=told)
        _import(container, upload, ask=not yes, dry_run=dry_run, errors=errors)
    except Refused as refused:
        typer.echo(_said(refused.flaws[0]), err=True)
        raise typer.Exit(1) from None
    finally:
        container.close()


def _import(container: Container, upload: Upload, *, ask: bool, dry_run: bool, errors: Path | None) -> None:
    core = container.core
    with core.engine.begin() as connection:
        identity = jobs.create(connection, core.sealer, upload, by="command line", at=core.now())
    job = _work(container, identity, "Checking")
    _show(container, job)
    ready = job.state is JobState.READY and not job.error
    if ready and not dry_run and (not ask or typer.confirm("Take these over?")):
        with core.engine.begin() as connection:
            jobs.go_on(connection, identity, was=JobState.READY, then=JobState.RUNNING)
        job = _work(container, identity, "Taking over")
    _finish(container, job, errors)
    if not ready:
        raise typer.Exit(1)


def _work(container: Container, identity: int, title: str) -> Job:
    """Slice by slice until a person is asked or all is done; a worker may help."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_err, transient=True) as progress:
        bar = progress.add_task(title, total=None)
        while advance(container.core, known_of(container), identity):
            with container.engine.connect() as connection:
                job, counts = jobs.find(connection, identity), table_rows.counts(connection, identity)
            waiting = counts[RowState.NEW if job.state is JobState.CHECKING else RowState.GOOD]
            progress.update(bar, total=job.total or None, completed=job.total - waiting)
    with container.engine.connect() as connection:
        job = jobs.find(connection, identity)
    return job if job.state not in WORKING else _work(container, identity, title)


def _show(container: Container, job: Job) -> None:
    if job.error:
        typer.echo(_said(Flaw(**job.error)), err=True)
    by_column = {column: name for name, column in job.mapping.items()}
    shown = Table("column", "becomes")
    for column, title in enumerate(job.headings):
        shown.add_row(title, by_column.get(column, "[dim]left out[/]"))
    if job.headings:
        _err.print(shown)
    with container.engine.connect() as connection:
        counts = table_rows.counts(connection, job.id)
        refused = table_rows.rows(connection, container.core.sealer, job.id, RowState.REFUSED, most=_FEW)
    for row in refused:
        for flaw in row.flaws:
            field = FIELDS.get(flaw.field)
            where = say(ENGLISH, field.label) if field else flaw.field
            typer.echo(f"line {row.line} ({row.external_id or '?'}): {where}: {_said(flaw)}", err=True)
    typer.echo(f"{job.total} rows: {counts[RowState.GOOD]} good, {counts[RowState.REFUSED]} refused.")


def _finish(container: Container, job: Job, errors: Path | None) -> None:
    with container.engine.begin() as connection:
        counts = table_rows.counts(connection, job.id)
        refused = table_rows.rows(connection, container.core.sealer, job.id, RowState.REFUSED, most=job.total)
        if errors:
            errors.write_bytes(b"".join(error_list(refused, _english)))
        jobs.drop(connection, job.id)
    if job.state is JobState.DONE:
        taken, again = counts[RowState.TAKEN], counts[RowState.AGAIN]
        typer.echo(f"{taken} taken over, {again} were here before, {counts[RowState.REFUSED]} refused.")


def _said(flaw: Flaw) -> str:
    return _english(flaw.message, **flaw.values)


def _english(message: str, **values: Any) -> str:
    return say(ENGLISH, message, **values)
