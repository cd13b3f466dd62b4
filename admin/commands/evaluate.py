"""``minyi evaluate``: how good a model is on a table of labelled texts it has not seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from admin.commands.labelled import read, refusing
from nlu import labelling

_MODEL = typer.Option(help="Folder of the model.")
_DATA = typer.Option(help="A CSV table with text and label columns as the model was trained on.")
_JSON = typer.Option("--json", help="Print everything as one JSON object.")
_CONFUSIONS = 10


def evaluate(
    model: Annotated[Path, _MODEL], data: Annotated[Path, _DATA], as_json: Annotated[bool, _JSON] = False
) -> None:
    """Compare the model's answers with the right ones."""
    with refusing():
        opened = labelling.open_model(model)
        rows = read(opened, data, labelled=True)
        report = labelling.evaluate(
            opened, rows, watch=lambda answers: track(answers, "Asking", len(rows.ids), console=Console(stderr=True))
        )
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)


def _print(report: dict[str, Any]) -> None:
    console = Console()
    for table in (_figures(report), _classes(report), _confusion(report)):
        console.print(table)


def _figures(report: dict[str, Any]) -> Table:
    table = Table("figure", "value")
    for name, value in report.items():
        if not isinstance(value, dict | list):
            table.add_row(name, f"{value:.4f}" if isinstance(value, float) else str(value))
    return table


def _classes(report: dict[str, Any]) -> Table:
    table = Table("label", "rows", "precision", "recall", "F1")
    for name, one in sorted(report["classes"].items(), key=lambda item: -item[1]["rows"]):
        table.add_row(name, str(one["rows"]), *(f"{one[key]:.3f}" for key in ("precision", "recall", "f1")))
    return table


def _confusion(report: dict[str, Any]) -> Table:
    table = Table("right", "answered", "times", title="most frequent confusions")
    wrong = [one for one in report["confusion"] if one["right"] != one["answered"]]
    for one in wrong[:_CONFUSIONS]:
        table.add_row(one["right"], one["answered"], str(one["rows"]))
    return table
