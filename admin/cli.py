"""The command ``minyi``. Each command is a file in ``admin/commands``; here they get their names."""

from __future__ import annotations

import typer

from admin.commands.city import imports
from admin.commands.demo import demo
from admin.commands.doctor import doctor
from admin.commands.evaluate import evaluate
from admin.commands.migrate import migrate
from admin.commands.predict import predict
from admin.commands.run import run
from admin.commands.train import train

app = typer.Typer(name="minyi", no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
app.command()(run)
app.command()(migrate)
app.command()(doctor)
app.command()(demo)
app.add_typer(imports, name="import")
app.command()(train)
app.command()(predict)
app.command()(evaluate)
