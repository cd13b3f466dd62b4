"""The whole of one installation: bring it up in order, watch it, take it down."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from admin.addresses import with_addresses
from admin.embedded import places
from admin.embedded.postgres import Postgres
from admin.embedded.redis import Redis
from admin.processes import configuration, leftover
from admin.processes.program import Program, application, servers
from admin.processes.stopping import undisturbed
from admin.processes.supervisor import Supervisor
from admin.settings import Settings

CHECKOUT = Path(__file__).resolve().parent.parent.parent


class PortInUse(RuntimeError):
    """Another program listens where we were told to."""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What runs. ``settings`` have both addresses filled in."""

    settings: Settings
    supervisor: Supervisor
    postgres: Postgres | None
    redis: Redis | None
    programs: list[Program]

    def wait_for_servers(self) -> None:
        """Wait until the embedded servers answer. Raises ``NotStarted``."""
        if self.postgres:
            self.supervisor.wait_for("postgres", self.postgres.answers, seconds=60)
            self.postgres.wait()
        if self.redis:
            self.supervisor.wait_for("redis", self.redis.answers, seconds=30)

    def start_application(self) -> None:
        """Start our own programs, and wait until the web says it is ready. Raises ``NotStarted``."""
        for program in self.programs:
            self.supervisor.start_program(program.name)
        self.supervisor.wait_for("web", self.is_ready, seconds=180)

    def is_ready(self) -> bool:
        """Whether ``/readyz`` says so."""
        host = "127.0.0.1" if self.settings.host == "0.0.0.0" else self.settings.host  # noqa: S104 — compared
        try:
            with httpx.Client(trust_env=False, timeout=5) as client:
                return client.get(f"http://{host}:{self.settings.port}/readyz").is_success
        except httpx.TransportError:
            return False


@contextmanager
def brought_up(settings: Settings, say: Callable[[str], None]) -> Iterator[Installation]:
    """Start the supervisor and the embedded servers; stop everything at the end of the block, however it ends.

    Raises ``PortInUse``, ``NotOurs``, ``NoAccount``, ``NoServer``, ``NotReady`` or ``NotStarted``.
    """
    if left := leftover.stop(settings.home):
        say(f"Stopped {left} processes that a killed run had left behind.")
    _check_port(settings)
    found = places.prepare(settings.home)
    try:
        installation = _start(settings, found)
        try:
            yield installation
        finally:
            say("Stopping …")
            with undisturbed():
                installation.supervisor.stop(first=[program.name for program in installation.programs])
    finally:
        with undisturbed():
            leftover.stop(settings.home)


def _start(settings: Settings, found: places.Places) -> Installation:
    postgres = None if settings.database_url else Postgres.at(found)
    redis = None if settings.broker_url else Redis.at(found)
    if postgres:
        postgres.create()
        postgres.forget_dead_server()
    programs = application(settings)
    supervisor = _supervise(settings, [*servers(postgres, redis), *programs], found.runtime / "control.sock")
    return Installation(
        settings=with_addresses(settings), supervisor=supervisor, postgres=postgres, redis=redis, programs=programs
    )


def _supervise(settings: Settings, programs: list[Program], control: Path) -> Supervisor:
    home = settings.home
    for name in ("run", "logs"):
        (home / name).mkdir(mode=0o700, exist_ok=True)
    file = home / "run" / "supervisor.conf"
    file.write_text(configuration.text(programs))
    variables = configuration.environment(programs, checkout=CHECKOUT, control=control)
    variables |= {"MINYI_HOME": str(home)} | leftover.mark(home) | addresses(with_addresses(settings))
    return Supervisor.start(home, configuration=file, environment=variables, control=control)


def addresses(settings: Settings) -> dict[str, str]:
    """Return how a process is told where the database and the broker are."""
    return {"MINYI_DATABASE_URL": settings.database_url or "", "MINYI_BROKER_URL": settings.broker_url or ""}


def _check_port(settings: Settings) -> None:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
            probe.listen()
    except OSError as error:
        raise PortInUse(
            f"Cannot listen on {settings.host}:{settings.port}: {os.strerror(error.errno or 0)}. "
            "Stop the other program, or choose another place with MINYI_PORT and MINYI_HOST."
        ) from error
