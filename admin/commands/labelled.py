"""What ``train``, ``predict`` and ``evaluate`` share: the options that name columns, and how they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from nlu.error import NluError
from nlu.table import Columns

TEXT = typer.Option("--text", metavar="NAMES", help="Columns that hold the text; those a file lacks are left out.")
LABEL = typer.Option("--label", metavar="NAME", help="Column that holds the right answer.")
ALSO = typer.Option("--also", metavar="NAMES", help="More columns to learn from, such as district,kind.")


def columns_of(text: str, label: str, also: str = "") -> Columns:
    """Read column names separated by commas."""
    return Columns(text=_names(text), label=label.strip(), also=_names(also))


def _names(value: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in value.split(","))))


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what is wrong with data or model into one line and status 1."""
    try:
        yield
    except NluError as error:
        typer.echo(f"{error} [{error.code}]", err=True)
        raise typer.Exit(1) from None
