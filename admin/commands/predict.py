"""``minyi predict``: label the rows of a table."""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from admin.commands.labelled import read, refusing
from nlu import labelling
from nlu.head import Answer

COLUMNS = ("id", "label", "confidence", "label2", "label3", "auto")
_MODEL = typer.Option(help="Folder of the model.")
_DATA = typer.Option(help="A CSV table with the text columns the model was trained on.")
_OUT = typer.Option(help="The table to write: id, label, confidence, label2, label3, auto (1: no person needed).")


def predict(model: Annotated[Path, _MODEL], data: Annotated[Path, _DATA], out: Annotated[Path, _OUT]) -> None:
    """Write the three likeliest labels of every row; a row without text gets the commonest ones and no confidence."""
    with refusing():
        opened = labelling.open_model(model)
        rows = read(opened, data, labelled=False)
        if not out.parent.is_dir():
            raise NotADirectoryError(errno.ENOENT, "no such folder", str(out.parent))
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder; --out names a file", str(out))
        answers = opened.model.answers(rows.documents)
        _write(
            out, track(zip(rows.ids, answers, strict=True), "Labelling", len(rows.ids), console=Console(stderr=True))
        )
    typer.echo(f"{out}: {len(rows.ids)} rows.")


def _write(out: Path, rows: Iterable[tuple[str, Answer]]) -> None:
    draft = out.with_name(f".{out.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            table.writerows(_fields(id_, answer) for id_, answer in rows)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _fields(id_: str, answer: Answer) -> list[str]:
    labels = [guess.label for guess in answer.guesses] + ["", ""]
    return [id_, labels[0], f"{answer.best.confidence:.4f}", labels[1], labels[2], str(int(answer.automatic))]
