"""``minyi train``: learn to read petitions from the corpus that came with the program, or any label from any table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from admin.addresses import with_addresses
from admin.commands import lesson
from admin.commands.labelled import ALSO, LABEL, TEXT, columns_of, refusing
from admin.commands.start import settings_or_exit
from nlu import labelling, training
from nlu.head import PRECISION
from nlu.modelfile import Card
from tracking.domain.clock import SystemClock

_DATA = typer.Option(help="A CSV table of labelled texts; without it, the corpus that came with the program.")
_DEV = typer.Option(help="A second table, learnt from as well; the threshold is cross-validated over both.")
_MODEL = typer.Option(help="Folder to write to; for the petitions by default models/petition in MINYI_HOME.")
_ALONE = typer.Option("--without-corrections", help="Do not learn from what returns taught the city's database.")
_PRECISION = typer.Option(min=0.5, max=1.0, help="Precision wanted where no person decides.")


def train(
    data: Annotated[Path | None, _DATA] = None,
    dev: Annotated[Path | None, _DEV] = None,
    model: Annotated[Path | None, _MODEL] = None,
    text: Annotated[str, TEXT] = "subject,detail",
    label: Annotated[str, LABEL] = "label",
    also: Annotated[str, ALSO] = "district,kind",
    precision: Annotated[float, _PRECISION] = PRECISION,
    alone: Annotated[bool, _ALONE] = False,
) -> None:
    """Train a classifier and write it to a folder, with a card that says how good it is."""
    with refusing():
        if data is None:
            _petitions(model or settings_or_exit().home / "models" / "petition", alone=alone)
        elif model is None:
            raise typer.BadParameter("--data needs --model, the folder to write to.")
        else:
            tables = [data, *([dev] if dev else [])]
            _labels(tables, model, labelling.Task(columns_of(text, label, also), precision))


def _petitions(folder: Path, *, alone: bool) -> None:
    corrections = [] if alone else lesson.corrections(with_addresses(settings_or_exit()))
    with _bar("Learning to read petitions", training.STEPS) as advance:
        card = training.train_and_save(folder, at=SystemClock().now(), corrections=corrections, advance=advance)
    holder = card["figures"]["holder"]
    typer.echo(
        f"{folder}: learnt from {card['trained_on']} petitions, "
        f"{card['corrections']} of them corrections; of {card['measured_on']} held apart, the unit is right "
        f"for {holder['accuracy']:.1%} and among the first three for {holder['top3']:.1%}."
    )


def _labels(tables: list[Path], folder: Path, task: labelling.Task) -> None:
    with _bar("Learning", labelling.STEPS) as advance:
        card = labelling.train_and_save(tables, folder, task, at=SystemClock().now(), advance=advance)
    without = [name for name in task.columns.also if name not in card["columns"]["also"]]
    if without:
        typer.echo(f"Learnt without {', '.join(without)}: there is no such column.", err=True)
    typer.echo(
        f"{folder}: {card['trained_on']} rows, {len(card['labels'])} labels, {card['train_seconds']:.1f} s; "
        f"cross-validated {card['figures']['accuracy']:.1%} right; {_alone(card)}."
    )


def _alone(card: Card) -> str:
    """What may be decided without a person."""
    if card["threshold"] > 1:
        return f"nothing without a person: too few right answers to promise {card['precision_wanted']:.0%}"
    share, limit = card["figures"]["coverage"], card["threshold"]
    return f"{share:.1%} without a person, from confidence {limit:.3f} on (each label has its own, this is the median)"


@contextmanager
def _bar(title: str, steps: int) -> Iterator[Callable[[], None]]:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(title, total=steps)
        yield lambda: progress.advance(bar)
