"""``minyi key``: give out, list and revoke the keys with which branches and programs come in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from admin.addresses import with_addresses
from admin.commands.start import settings_or_exit
from admin.wiring import Container, build
from channels import credential

key = typer.Typer(help="Keys of branch hotlines and programs.", no_args_is_help=True)
BY = "command line"
_UNIT = typer.Argument(help="Code of a branch hotline, such as H01.")
_NAME = typer.Argument(help="Which program it is, for people.")
_ID = typer.Argument(help="The key's id, as `minyi key list` shows it.")


@key.command()
def branch(unit: Annotated[str, _UNIT]) -> None:
    """Give a branch hotline a key. Its secret is shown now and never again."""
    with opened() as container:
        known = container.city.register.units.get(unit)
        if known is None or known.kind != "branch":
            typer.echo(f"{unit} is no branch hotline.", err=True)
            raise typer.Exit(1)
        _issue(container, "branch", unit)


@key.command()
def open311(name: Annotated[str, _NAME]) -> None:
    """Give a program an api_key for Open311. It is shown now and never again."""
    with opened() as container:
        _issue(container, "open311", name)


@key.command("list")
def list_() -> None:
    """Every key, without its secret."""
    with opened() as container, container.engine.connect() as connection:
        for each in credential.every(connection):
            state = f"revoked {each.revoked_at:%Y-%m-%d}" if each.revoked_at else "in force"
            typer.echo(f"{each.id}  {each.channel}  {each.holder}  since {each.created_at:%Y-%m-%d}  {state}")


@key.command()
def revoke(identity: Annotated[str, _ID]) -> None:
    """Take a key out of force, at once and for good."""
    with opened() as container, container.engine.begin() as connection:
        if not credential.revoke(connection, identity, by=BY, at=container.core.now()):
            typer.echo(f"{identity} is no key in force.", err=True)
            raise typer.Exit(1)
    typer.echo(f"{identity} is out of force.")


def _issue(container: Container, channel: str, holder: str) -> None:
    core = container.core
    with core.engine.begin() as connection:
        made = credential.issue(connection, core.sealer, channel=channel, holder=holder, by=BY, at=core.now())
    secret = credential.as_one(made) if channel == "open311" else made.secret
    typer.echo(f"key     {made.key}\nsecret  {secret}\nWrite the secret down now: it is never shown again.")


@contextmanager
def opened() -> Iterator[Container]:
    """The container of a command, closed in the end."""
    container = build(with_addresses(settings_or_exit()))
    try:
        yield container
    finally:
        container.close()
