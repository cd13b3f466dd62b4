"""``minyi same``: make petitions findable for the look-up of the same matter."""

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.wiring import build
from routing import same_index

_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


def same() -> None:
    """Fill in what is missing, as for petitions from before this version; broken off, it goes on where it was."""
    container = build(with_addresses(settings_or_exit()))
    try:
        with Progress(*_COLUMNS, console=Console(stderr=True)) as progress:
            bar = progress.add_task("Petitions", total=same_index.count(container.core))
            kept = same_index.fill(container.core, lambda count: progress.advance(bar, count))
        typer.echo(f"{kept:,} petitions can be found now that could not.")
    finally:
        container.close()
