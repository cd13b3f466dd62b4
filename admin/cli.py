"""The command ``minyi``. Each command is a file in ``admin/commands``; here they get their names."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module

import typer

COMMANDS = {
    "run": "admin.commands.run:run",
    "migrate": "admin.commands.migrate:migrate",
    "doctor": "admin.commands.doctor:doctor",
    "demo": "admin.commands.demo:demo",
    "import": "admin.commands.imports:imports",
    "account": "admin.commands.account:account",
    "key": "admin.commands.key:key",
    "webhook": "admin.commands.webhook:webhook",
    "verify": "admin.commands.verify:verify",
    "close": "admin.commands.close:close",
    "corrections": "admin.commands.close:corrections",
    "roots": "admin.commands.roots:roots",
    "same": "admin.commands.same:same",
    "stages": "admin.commands.stages:stages",
    "train": "admin.commands.train:train",
    "predict": "admin.commands.predict:predict",
    "evaluate": "admin.commands.evaluate:evaluate",
}


def app() -> None:
    """Run the command of the command line, loading its module alone: `doctor` need not wait for a classifier."""
    named = sys.argv[1:2]
    with_names(named if set(named) & set(COMMANDS) else COMMANDS)(prog_name="minyi")


def with_names(names: Iterable[str]) -> typer.Typer:
    """Return the command line with these commands, each a function or a group of its own."""
    built = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
    built.callback(help="Minyi 民意: a city's petition system.")(lambda: None)
    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        found = getattr(import_module(module), attribute)
        if isinstance(found, typer.Typer):
            built.add_typer(found, name=name)
        else:
            built.command(name)(found)
    return built
