"""The dialogue engine as a program of ``minyi run``: set up what is missing, then become the engine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psycopg
from sqlalchemy import make_url
from sqlalchemy.engine import URL

from admin.addresses import with_addresses
from admin.dialogue import interpreter, setup
from admin.embedded.redis import client_url
from admin.messenger import dialogue_secret
from admin.processes.leftover import MARK
from admin.settings import Settings
from channels.dialogue.receiver import PATH

SCHEMA = "rasa"
_PATIENCE_MS = 3000


def main() -> None:
    """Never returns. The status is 1 when the engine cannot be set up; the log says why."""
    settings = with_addresses(Settings())
    python = interpreter.find()
    if python is None:
        sys.exit("no Python 3.10 was found: the dialogue stays off, messages are registered as they are")
    try:
        setup.install(python)
        model = setup.model(settings.home / "models" / "dialogue")
    except setup.NotSetUp as error:
        sys.exit(str(error))
    make_schema(settings.database_url or "")
    variables = environment(
        settings.home / "run" / "dialogue",
        database_url=settings.database_url or "",
        broker_url=settings.broker_url or "",
        action_url=f"http://{_here(settings.host)}:{settings.port}{PATH}",
        secret=dialogue_secret(settings),
    )
    line = command(model, settings.dialogue_port)
    os.chdir(setup.PROJECT)
    os.execve(line[0], line, variables | {MARK: os.environ.get(MARK, "")})  # noqa: S606 - our own program


def command(model: Path, port: int) -> list[str]:
    """The engine, listening on this machine alone."""
    files = ["--model", str(model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    return [str(setup.PYTHON), "-m", "rasa", "run", *files, "--interface", "127.0.0.1", "--port", str(port), "--quiet"]


def environment(scratch: Path, *, database_url: str, broker_url: str, action_url: str, secret: str) -> dict[str, str]:
    """What the engine is told: not our keys, only its own secret and where to find what it needs."""
    is_redis = broker_url.startswith("redis")
    return setup.environment(scratch) | {
        "MINYI_ACTION_URL": action_url,
        "MINYI_DIALOGUE_SECRET": secret,
        "MINYI_TRACKER_URL": tracker_url(database_url),
        "MINYI_LOCK_TYPE": "dialogue_engine.lock.AtomicLockStore" if is_redis else "in_memory",
        "MINYI_LOCK_URL": client_url(broker_url) if is_redis else "none",
        "POSTGRESQL_POOL_SIZE": "3",
        "POSTGRESQL_MAX_OVERFLOW": "3",
    }


def tracker_url(database_url: str) -> str:
    """The same database, a schema of its own, and no long waits."""
    options = f"-csearch_path={SCHEMA} -cstatement_timeout={_PATIENCE_MS}"
    url = _plain(database_url).update_query_dict({"options": options, "connect_timeout": "3"})
    return url.render_as_string(hide_password=False)


def make_schema(database_url: str) -> None:
    """The engine makes its table itself, but not the schema."""
    with psycopg.connect(_plain(database_url).render_as_string(hide_password=False), connect_timeout=5) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")


def _plain(database_url: str) -> URL:
    return make_url(database_url).set(drivername="postgresql")


def _here(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared


if __name__ == "__main__":
    main()
