"""``minyi verify``: prove that nothing in the ledger was changed or removed."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from sqlalchemy import select

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.wiring import Container, build
from tracking.domain.case import replay
from tracking.domain.error import LedgerBroken, NotFound
from tracking.domain.ledger import verify as verify_chain
from tracking.service import proof
from tracking.store import case as cases
from tracking.store.schema import petition

_NUMBER = typer.Argument(help="One petition; without it, every petition and every signed day.")


def verify(number: Annotated[str | None, _NUMBER] = None) -> None:
    """Check chains, heads, rebuilt state and the signed root of every day; exit status 1 names what is broken."""
    container = build(with_addresses(settings_or_exit()))
    try:
        if number:
            whole = proof.check_petition(container.core, number)
            typer.echo(f"{number}: {whole.entries} entries, whole; {len(whole.sealed_days)} of their days are signed.")
        else:
            _everything(container)
    except (LedgerBroken, NotFound) as error:
        where = ", ".join(f"{name} {value}" for name, value in error.details.items())
        typer.echo(f"BROKEN: {error} ({where})", err=True)
        raise typer.Exit(1) from None
    finally:
        container.close()


def _everything(container: Container) -> None:
    with container.engine.connect() as connection:
        numbers = list(connection.execute(select(petition.c.number).order_by(petition.c.number)).scalars())
    entries = sum(_one(container, each) for each in track(numbers, "Petitions", console=Console(stderr=True)))
    days = sum(1 for _ in proof.check_days(container.core))
    typer.echo(f"{len(numbers):,} petitions with {entries:,} entries and {days:,} signed days: whole.")


def _one(container: Container, number: str) -> int:
    """A petition's chain, its head, and that replaying it gives the stored state."""
    with container.engine.connect() as connection:
        stored, entries = cases.load(connection, number), cases.entries(connection, number)
    count = verify_chain(entries, head=stored.petition.head)
    rebuilt = replay(entries)
    if (rebuilt.petition, rebuilt.assignments) != (stored.petition, stored.assignments):
        raise LedgerBroken("the stored state is not what the entries say", number=number)
    return count
