"""``minyi import``: a city from a folder, petitions of an older system from a table."""

import typer

from admin.commands.city import city
from admin.commands.petitions import petitions

imports = typer.Typer(help="Bring data in.", no_args_is_help=True)
imports.command("city")(city)
imports.command("petitions")(petitions)
