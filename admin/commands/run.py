"""``minyi run``: everything, in the foreground, until Ctrl-C."""

from __future__ import annotations

import os
from threading import Event

import typer

from admin.commands.start import settings_or_exit
from admin.embedded.account import NoAccount
from admin.embedded.binaries import NoServer
from admin.embedded.postgres import NotReady
from admin.embedded.private_folder import NotOurs
from admin.migrations import steps
from admin.processes.installation import Installation, PortInUse, addresses, brought_up
from admin.processes.program import holds_dialogues
from admin.processes.single import AlreadyRunning, single_run
from admin.processes.stopping import stop_on_request
from admin.processes.supervisor import NotStarted
from admin.settings import Mode, Settings, Switch

_FORESEEN = (AlreadyRunning, NoAccount, NoServer, NotOurs, NotReady, NotStarted, PortInUse, PermissionError)
_LOOK_EVERY = 2.0
_SO = "what citizens write to a messenger is registered as it is."
_NO_DIALOGUE = {
    Switch.OFF: f"The dialogue is off: {_SO}",
    Switch.ON: f"No Python 3.10 was found, so the dialogue is off: {_SO}",
}


def run() -> None:
    """Start everything: embedded PostgreSQL and Redis (unless addresses are set), web, worker, beat, mail."""
    settings = settings_or_exit()
    stop_on_request()
    try:
        with single_run(settings.home), brought_up(settings, typer.echo) as installation:
            _bring_to_life(installation)
            _watch(installation)
    except KeyboardInterrupt:
        typer.echo("Stopped.")
    except _FORESEEN as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _bring_to_life(installation: Installation) -> None:
    settings = installation.settings
    os.environ.update(addresses(settings))
    installation.wait_for_servers()
    steps.upgrade(settings.database_url or "")
    if settings.mode is Mode.DEMO:
        _fill_demo()
    installation.start_application()
    typer.echo(_welcome(settings))


def _fill_demo() -> None:
    from admin.commands.demo import ensure_demo

    ensure_demo()


def _welcome(settings: Settings) -> str:
    lines = [f"Minyi 民意 is ready: {settings.public_url}", f"Logs: {settings.home / 'logs'}    Stop: Ctrl-C"]
    if settings.mode is Mode.DEMO:
        from admin.commands.demo import accounts_text

        lines.insert(1, accounts_text())
        lines.insert(1, f"Call it, text it: {settings.public_url}/simulator")
    if not holds_dialogues(settings):
        lines.append(_NO_DIALOGUE[settings.dialogue])
    return "\n".join(lines)


def _watch(installation: Installation) -> None:
    """Stay until the supervisor is gone; tell what keeps failing, and try it again."""
    pause = Event()
    while installation.supervisor.is_alive():
        pause.wait(_LOOK_EVERY)
        for name in installation.supervisor.revive() if installation.supervisor.answers() else []:
            typer.echo(f"{name} keeps failing (see its log); trying again.", err=True)
    raise NotStarted("The supervisor was killed; everything stops. Start again.")
