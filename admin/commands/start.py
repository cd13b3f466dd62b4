"""How every command begins: with the settings, or with a sentence that says what is wrong with them."""

from __future__ import annotations

import typer
from pydantic import ValidationError

from admin.settings import Settings


def settings_or_exit() -> Settings:
    """Return the settings of the environment; leave with status 1 when they cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(["MINYI", *map(str, problem["loc"])]).upper()
            message = str(problem["msg"]).removeprefix("Value error, ")
            typer.echo(message if message.startswith("MINYI_") else f"{name}: {message}.", err=True)
    except OSError as error:
        typer.echo(f"MINYI_HOME cannot be used: {error}.", err=True)
    raise typer.Exit(1)
