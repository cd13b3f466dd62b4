"""``minyi account``: the first administrator of an installation, and the way back in when nobody else can give it."""

from typing import Annotated

import typer

from admin.commands.key import BY, opened
from admin.security import roster
from admin.security.account import Account
from admin.security.roster import Hand
from tracking.domain.error import DomainError
from tracking.domain.people import Role

account = typer.Typer(help="Accounts of the staff, where no administrator can sign in yet.", no_args_is_help=True)
_USERNAME = typer.Argument(help="Lower-case letters, digits, dots and dashes.")
_NAME = typer.Option(help="Who it is, for people.")


@account.command()
def administrator(username: Annotated[str, _USERNAME], name: Annotated[str, _NAME] = "管理员") -> None:
    """Add an administrator. The first password is shown now and never again."""
    with opened() as container, container.engine.begin() as connection:
        hand = Hand(by=BY, at=container.core.now())
        made = Account(username=username, role=Role.ADMINISTRATOR, unit=None, name=name)
        try:
            password = roster.add(connection, made, hand)
        except DomainError as refused:
            raise typer.BadParameter(str(refused)) from None
    _tell(password)


@account.command()
def reset(username: Annotated[str, _USERNAME]) -> None:
    """A new first password, without second factor; open and unlocked. Every session ends."""
    with opened() as container, container.engine.begin() as connection:
        hand = Hand(by=BY, at=container.core.now())
        try:
            password = roster.reset_password(connection, username, hand)
            roster.reset_factor(connection, username, hand)
            roster.reopen(connection, username, hand)
        except DomainError as refused:
            raise typer.BadParameter(str(refused)) from None
    _tell(password)


def _tell(password: str) -> None:
    typer.echo(f"password  {password}\nIt must be changed at the first sign-in and is never shown again.")
