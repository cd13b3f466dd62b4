"""``minyi webhook``: systems of others that are told of events; who they are, how they fare, and trying again."""

from typing import Annotated

import typer

from admin.commands.key import BY, opened
from channels.webhook.port import CarrierError
from notify import outgoing, subscriber
from tracking.domain.error import NotFound
from tracking.domain.verb import Verb

webhook = typer.Typer(help="Signed events for the systems of others.", no_args_is_help=True)
_URL = typer.Argument(help="Where to post, over https.")
_NAME = typer.Option(help="Who it is, for people.")
_EVENTS = typer.Option(help="Names of events between commas, such as dispatched,closed; without it, all.")
_ID = typer.Argument(help="The subscriber's id, as `minyi webhook list` shows it.")
_DELIVERY = typer.Option("--delivery", help="One dead letter; without it, all of the subscriber.")


@webhook.command()
def add(url: Annotated[str, _URL], name: Annotated[str, _NAME], events: Annotated[str, _EVENTS] = "") -> None:
    """Subscribe a system. Its secret is shown now and never again."""
    try:
        wanted = [Verb(each.strip()) for each in events.split(",")] if events else list(Verb)
    except ValueError as error:
        raise typer.BadParameter(f"{error}; there are: {', '.join(Verb)}") from None
    with opened() as container, container.engine.begin() as connection:
        core = container.core
        try:
            container.guard.check(url)
        except CarrierError as error:
            raise typer.BadParameter(f"nothing may be sent there: {error}") from None
        identity, secret = subscriber.add(
            connection, core.sealer, name=name, url=url, events=wanted, by=BY, at=core.now()
        )
    typer.echo(f"id      {identity}\nsecret  {secret}\nWrite the secret down now: it is never shown again.")


@webhook.command("list")
def list_() -> None:
    """Every subscriber, what waits for it, and what it said last."""
    with opened() as container, container.engine.connect() as connection:
        for each in subscriber.every(connection):
            state = "active" if each.active else "paused"
            waits = f"{each.queued} queued, {each.dead} dead"
            typer.echo(f"{each.id}  {each.name}  {each.url}  {state}  {waits}  {each.error or 'well'}")


@webhook.command()
def replay(identity: Annotated[int, _ID], delivery: Annotated[int | None, _DELIVERY] = None) -> None:
    """Queue dead letters again."""
    with opened() as container, container.engine.begin() as connection:
        count = outgoing.replay(connection, at=container.core.now(), subscriber=identity, identity=delivery)
    typer.echo(f"{count} queued again.")


@webhook.command()
def rotate(identity: Annotated[int, _ID]) -> None:
    """Exchange the secret; for a day the old one signs as well."""
    with opened() as container, container.engine.begin() as connection:
        try:
            secret = subscriber.rotate(connection, container.core.sealer, identity, at=container.core.now())
        except NotFound:
            raise typer.BadParameter(f"there is no subscriber {identity}") from None
    typer.echo(f"secret  {secret}")


@webhook.command()
def pause(identity: Annotated[int, _ID]) -> None:
    """Send nothing until it is resumed; what happens meanwhile is not queued."""
    _switch(identity, on=False)


@webhook.command()
def resume(identity: Annotated[int, _ID]) -> None:
    """Send again, beginning with what waited."""
    _switch(identity, on=True)


def _switch(identity: int, *, on: bool) -> None:
    with opened() as container, container.engine.begin() as connection:
        if not subscriber.switch(connection, identity, on=on):
            raise typer.BadParameter(f"there is no subscriber {identity}")
    typer.echo(f"{identity} {'is resumed' if on else 'is paused'}.")
