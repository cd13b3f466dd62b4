"""Is this process alive, and can it take a petition? For load balancers and the operator's monitor."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from kombu import Connection
from sqlalchemy import Engine, text

from admin.wiring import Container

MIGRATIONS = Path(__file__).parent / "migrations"
SECONDS = 2


def router(container: Container) -> APIRouter:
    """``/healthz`` and ``/readyz``."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    def alive() -> JSONResponse:
        """The process answers."""
        return JSONResponse({"status": "ok"})

    @routes.get("/readyz")
    def ready() -> JSONResponse:
        """200 when petitions can be taken. A broker that is down delays work but loses nothing: still ready."""
        found = checks(container)
        takes = found["database"] == "ok" and found["migrations"] == "ok"
        status = "ok" if set(found.values()) == {"ok"} else "degraded" if takes else "down"
        return JSONResponse({"status": status, "checks": found}, 200 if takes else 503)

    return routes


def checks(container: Container) -> dict[str, str]:
    """What stands and what does not: ``ok`` or the kind of failure, never an address."""
    return {
        "database": _outcome(lambda: _database(container.engine)),
        "migrations": _outcome(lambda: _migrations(container.engine)),
        "broker": _outcome(lambda: _broker(container.settings.broker_url)),
    }


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:
        return type(error).__name__


def _database(engine: Engine) -> str:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return "ok"


def _migrations(engine: Engine) -> str:
    with engine.connect() as connection:
        at = set(MigrationContext.configure(connection).get_current_heads())
    return "ok" if at == heads() else "pending"


@cache
def heads() -> frozenset[str]:
    """The revisions the code was written for."""
    return frozenset(ScriptDirectory(str(MIGRATIONS)).get_heads())


def _broker(url: str | None) -> str:
    if url is None:
        return "not set"
    with Connection(url, connect_timeout=SECONDS) as connection:
        connection.ensure_connection(max_retries=1, timeout=SECONDS)
    return "ok"
