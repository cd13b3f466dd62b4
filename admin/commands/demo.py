"""``minyi demo``: a year of the city, simulated by the real rules."""

import time
from random import Random
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.demo.accountability import hold_to_account
from admin.demo.bulletins import publish
from admin.demo.openness import ask_for_data, open_up, show_examples
from admin.demo.performance import perform
from admin.demo.proposing import learn, propose
from admin.demo.supervision import oversee
from admin.demo.writing import write
from admin.demo.year import Lived, Year
from admin.security.demo_accounts import DEMO_PASSWORD, create_demo_accounts
from admin.settings import Settings
from admin.wiring import Container, build
from nlu import corpus, training
from nlu.classifier import load
from nlu.error import ModelError
from routing import same_index
from routing.load import SHENYANG, load_calendar, load_city
from tracking.domain.clock import SystemClock
from tracking.service import hot
from tracking.service.proof import seal_days
from tracking.store.schema import petition

SEED = 12345
_HOW_MANY = typer.Option(min=100, max=1_000_000, help="About how many petitions (default: MINYI_DEMO_PETITIONS).")


def demo(petitions: Annotated[int | None, _HOW_MANY] = None) -> None:
    """Simulate a year of the city: petitions, units good and bad, lateness, returns and call-backs."""
    container = build(with_addresses(settings_or_exit()))
    try:
        if _stored(container):
            typer.echo("There are petitions already; a demonstration needs an empty city (see README).", err=True)
            raise typer.Exit(1)
        _prepare(container)
        simulate(container, petitions or container.settings.demo_petitions)
    finally:
        container.close()


def ensure_demo() -> None:
    """City, model, accounts and a simulated year, as far as they are missing."""
    container = build(with_addresses(Settings()))
    try:
        _prepare(container)
        if container.settings.demo_petitions and not _stored(container):
            simulate(container, container.settings.demo_petitions)
    finally:
        container.close()


def accounts_text() -> str:
    """The demo accounts, for the first lines of ``minyi run``."""
    return (
        f"Demo accounts (password {DEMO_PASSWORD}): operator · dispatcher · supervisor · caller · leader · inspector · "
        "assessor · chief · admin · unit-C03 (heating), unit-A05 (a district) and unit-<code> for every other unit"
    )


def _prepare(container: Container) -> None:
    if not container.city.units():  # a city that was edited stays as it is
        with container.engine.begin() as connection:
            load_city(connection, SHENYANG)
            load_calendar(connection)
        container.city.reload()
    create_demo_accounts(container.engine, container.city.units())
    ensure_model(container.settings)


def ensure_model(settings: Settings) -> None:
    """Train the petition model unless it is there and fits."""
    folder = settings.home / "models" / "petition"
    try:
        load(folder)
    except ModelError:
        typer.echo("Training the classifier on the repository's own corpus …")
        training.train_and_save(folder, at=SystemClock().now())


def _stored(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(petition.select().limit(1).subquery())).scalar_one()


def simulate(container: Container, total: int) -> None:
    """Live the year, then write it."""
    started = time.monotonic()
    core = container.core
    year = Year.of(corpus.read(), city=container.city, timetable=core.timetable(), now=core.now(), seed=SEED)
    lived: list[Lived] = []
    with _bar() as progress:
        living = progress.add_task("A year of the city", total=total)
        for each in year.petitions(total):
            lived.append(each)
            progress.advance(living)
        writing = progress.add_task("Writing it down", total=None)
        write(core.engine, core.sealer, lived)
        same_index.fill(core, lambda _: None)
        hot.note(core)
        oversee(core)
        publish(container)
        seal_days(core)
        propose(container)
        learn(container)
        open_up(container)
        perform(container, Random(SEED))  # noqa: S311 - a simulation
        hold_to_account(container)
        show_examples(container)
        ask_for_data(container)
        progress.update(writing, total=1, completed=1)
    typer.echo(f"{len(lived):,} petitions in {time.monotonic() - started:.0f} s.")


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
