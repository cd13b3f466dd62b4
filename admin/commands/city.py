"""``minyi import city DIR``: load or bring up to date a city from a folder of CSV files."""

from pathlib import Path
from typing import Annotated

import typer

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.wiring import connect
from routing.load import load_calendar, load_city
from tracking.domain.error import DomainError

_FOLDER = typer.Argument(exists=True, file_okay=False, help="units.csv, topics.csv, duties.csv, … (see docs)")


def city(folder: Annotated[Path, _FOLDER]) -> None:
    """Load a city: changed rows are brought up to date, none is removed."""
    engine = connect(with_addresses(settings_or_exit()).database_url or "")
    try:
        with engine.begin() as connection:
            counts = load_city(connection, folder)
            load_calendar(connection)
    except (DomainError, OSError, KeyError, ValueError) as error:
        typer.echo(f"Nothing was loaded: {error}", err=True)
        raise typer.Exit(1) from None
    finally:
        engine.dispose()
    typer.echo(", ".join(f"{name} {count}" for name, count in counts.items()))
