"""``minyi close`` freezes the figures of a period; ``minyi corrections`` tells what they would be today."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.wiring import Container, build
from tracking.domain.error import DomainError
from tracking.domain.period import named
from tracking.service import period_close

_PERIOD = typer.Argument(help="2026-03, 2026-W10, 2026-Q1 or 2026")


def close(period: Annotated[str, _PERIOD]) -> None:
    """Freeze a week, month, quarter or year that is over, with its parameters and a hash; it never changes again."""
    with _container() as container:
        made = period_close.close(
            container.core,
            named(period),
            by="command line",
            groups=_groups(container),
            successors=container.city.successors(),
        )
        typer.echo(f"{made.period}: {len(made.body)} units, parameters {made.scheme}, SHA-256 {made.hash.hex()}")


def corrections(period: Annotated[str, _PERIOD]) -> None:
    """Which figures of a frozen period would be others today; they belong into the next bulletin."""
    with _container() as container:
        found = period_close.corrections(
            container.core, period, groups=_groups(container), successors=container.city.successors()
        )
        table = Table("unit", "figure", "frozen", "today", title=f"{period}: {len(found)} corrections")
        for each in found:
            table.add_row(container.city.unit_name(each.unit), each.figure, each.frozen, each.now)
        Console().print(table)


def _groups(container: Container) -> Mapping[str, str | None]:
    return {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}


@contextmanager
def _container() -> Iterator[Container]:
    """Refusals become a sentence and exit status 1."""
    container = build(with_addresses(settings_or_exit()))
    try:
        yield container
    except DomainError as error:
        typer.echo(f"Nothing was done: {error}", err=True)
        raise typer.Exit(1) from None
    finally:
        container.close()
