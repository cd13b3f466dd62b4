"""The real engine and a served application, for tests: started once, and every test puts its own application on."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import psycopg
import uvicorn
from sqlalchemy import URL, make_url
from starlette.types import ASGIApp, Receive, Scope, Send

from admin.dialogue import interpreter, launch, setup
from admin.messenger import dialogue_secret
from admin.settings import Settings
from admin.waiting import wait_until
from channels.dialogue.engine import Engine
from channels.dialogue.receiver import PATH

SLOW_START = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Theatre:
    """An application server whose piece can be changed."""

    port: int
    piece: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.piece is not None
        await self.piece(scope, receive, send)


@contextmanager
def theatre(port: int) -> Iterator[Theatre]:
    """Serve until the end of the block."""
    house = Theatre(port)
    server = uvicorn.Server(
        uvicorn.Config(house, host="127.0.0.1", port=port, lifespan="off", ws="none", log_level="warning")
    )
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    assert wait_until(lambda: server.started, seconds=30)
    yield house
    server.should_exit = True
    thread.join(timeout=20)


@dataclass
class Tracker:
    """The engine's database, which can be taken away."""

    admin: str
    url: str

    def heard(self, sender: str) -> str:
        """Everything the engine remembers of a conversation."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT data FROM rasa.events WHERE sender_id = %s ORDER BY id", (sender,))
            return "\n".join(json.dumps(json.loads(data), ensure_ascii=False) for (data,) in rows)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody can connect, and who was connected is sent away."""
        self._allow(False)
        try:
            yield
        finally:
            self._allow(True)

    def _allow(self, allowed: bool) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE tracker WITH ALLOW_CONNECTIONS {allowed}")
            if not allowed:
                connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'tracker'")


@dataclass
class Stage:
    """Everything a dialogue needs."""

    settings: Settings
    house: Theatre
    tracker: Tracker
    scratch: Path
    broker_url: str
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start the engine and wait until it is ready."""
        variables = launch.environment(
            self.scratch,
            database_url=self.tracker.url,
            broker_url=self.broker_url,
            action_url=f"http://127.0.0.1:{self.house.port}{PATH}",
            secret=dialogue_secret(self.settings),
        )
        command = launch.command(setup.model(), self.settings.dialogue_port)
        with (self.scratch / "engine.log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd=setup.PROJECT, env=variables, stdout=log, stderr=log)
        engine = Engine(f"http://127.0.0.1:{self.settings.dialogue_port}", dialogue_secret(self.settings), patience=30)
        ready = wait_until(lambda: engine.is_ready() or self.process.poll() is not None, seconds=SLOW_START, every=0.2)
        engine.close()
        assert ready, self.log()[-2000:]
        assert self.process.poll() is None, self.log()[-2000:]

    def log(self) -> str:
        """What the engine wrote."""
        return (self.scratch / "engine.log").read_text(errors="replace")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The engine takes messages and does nothing with them."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


def tracker_beside(database_url: str) -> Tracker:
    """A database of the engine's own on the same server."""
    url = make_url(database_url).set(drivername="postgresql")
    admin = _text(url.set(database="postgres"))
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE tracker")
    beside = _text(url.set(database="tracker"))
    launch.make_schema(beside)
    return Tracker(admin=admin, url=beside)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def reason_to_skip() -> str:
    """Empty where the engine can run."""
    return "" if interpreter.find() else "no Python 3.10 for the dialogue engine"
