"""What ``train``, ``predict`` and ``evaluate`` share: the options that name columns, and how they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from nlu.error import NluError
from nlu.labelling import Opened
from nlu.table import Columns, Table

TEXT = typer.Option("--text", metavar="NAMES", help="Columns that hold the text; those a file lacks are left out.")
LABEL = typer.Option("--label", metavar="NAME", help="Column that holds the right answer.")
ALSO = typer.Option("--also", metavar="NAMES", help="More columns to learn from, where a file has them.")


def columns_of(text: str, label: str, also: str = "") -> Columns:
    """Read column names separated by commas."""
    return Columns(text=_names(text), label=label.strip(), also=_names(also))


def _names(value: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in value.split(","))))


def read(opened: Opened, path: Path, *, labelled: bool) -> Table:
    """Read a table as the model needs it, and say what in it is missing that would have helped."""
    rows = opened.read(path, labelled=labelled)
    if rows.lacks:
        typer.echo(f"{path.name} has no column {', '.join(rows.lacks)}: answered without.", err=True)
    return rows


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what is wrong with data, model or disk into one line and status 1."""
    try:
        yield
    except NluError as error:
        typer.echo(f"{error} [{error.code}]", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"{error.filename or ''}: {error.strerror} [not_written]", err=True)
        raise typer.Exit(1) from None
