"""``minyi migrate``: bring the database up to date, or write the next step."""

from __future__ import annotations

from typing import Annotated

import typer

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.embedded.temporary import temporary_postgres
from admin.migrations import steps

_WRITE = typer.Option("--write", metavar="DESCRIPTION", help="Write the next step from the tables in the code.")


def migrate(write: Annotated[str | None, _WRITE] = None) -> None:
    """Run every step the database lacks. With --write: compare code and steps on a throw-away server instead."""
    if write:
        _write(write)
        return
    url = with_addresses(settings_or_exit()).database_url or ""
    lacking = steps.pending(url)
    steps.upgrade(url)
    typer.echo("\n".join([*lacking, "The database is up to date."]))


def _write(description: str) -> None:
    with temporary_postgres() as url:
        steps.upgrade(url)
        typer.echo(f"Read it before you keep it: {steps.write(url, description)}")
