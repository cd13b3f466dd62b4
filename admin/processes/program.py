"""What is run: one line of facts a program. In production each of them is a service of its own (``deploy/``)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from admin.dialogue import interpreter
from admin.embedded.postgres import Postgres
from admin.embedded.redis import Redis
from admin.settings import Settings, Switch


@dataclass(frozen=True, kw_only=True)
class Program:
    """One kind of process.

    ``listens_on`` (``tcp://host:port``) is opened by the supervisor and handed over as descriptor 0, so that several
    processes share it and a killed one leaves no gap. ``signal`` asks it to stop; after ``patience`` seconds it must.
    """

    name: str
    command: list[str]
    user: str | None = None
    listens_on: str | None = None
    processes: int = 1
    signal: str = "TERM"
    patience: int = 8
    at_once: bool = False


def servers(postgres: Postgres | None, redis: Redis | None) -> Iterator[Program]:
    """Yield the embedded servers, those there are. They start at once; the rest waits for them."""
    if postgres:
        user = postgres.account.name if postgres.account.is_somebody_else else None
        command = postgres.command
        yield Program(name="postgres", command=command, user=user, signal="INT", patience=30, at_once=True)
    if redis:
        yield Program(name="redis", command=redis.command, at_once=True)


def application(settings: Settings) -> list[Program]:
    """Return our own programs, in the order in which they start; they stop in the opposite one."""
    celery = [sys.executable, "-m", "celery", "--app", "admin.worker:celery"]
    level = f"--loglevel={settings.log_level}"
    quiet = ["--without-gossip", "--without-mingle"]
    schedule = str(settings.home / "run" / "beat-schedule")
    mail = Program(name="mail", command=[sys.executable, "-m", "admin.processes.mail"])
    ours = [
        Program(
            name="web",
            command=[sys.executable, "-m", "admin.processes.web"],
            listens_on=f"tcp://{settings.host}:{settings.port}",
            processes=settings.web_processes,
        ),
        Program(name="worker", command=[*celery, "worker", "--pool=prefork", "--concurrency=2", level, *quiet]),
        # Threads: what waits here waits for a subscriber or the database, and each must not keep the others waiting.
        Program(
            name="slow",
            command=[
                *celery,
                "worker",
                "-n",
                "slow@%h",
                "-Q",
                "slow",
                "--pool=threads",
                "--concurrency=8",
                level,
                *quiet,
            ],
        ),
        Program(name="beat", command=[*celery, "beat", level, f"--schedule={schedule}", "--pidfile="]),
        *([mail] if settings.takes_mail else []),
    ]
    return [*ours, *_dialogue()] if holds_dialogues(settings) else ours


def holds_dialogues(settings: Settings) -> bool:
    """Whether the dialogue engine is wanted, and this machine has the Python it needs."""
    return settings.dialogue is Switch.ON and interpreter.find() is not None


def _dialogue() -> list[Program]:
    """It sets itself up when it starts, in minutes the first time; nobody waits for it."""
    return [Program(name="dialogue", command=[sys.executable, "-m", "admin.dialogue.launch"])]
