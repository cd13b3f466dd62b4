"""What a measurement needs around it: a durable database, a served application, and the CPU each has used."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from sqlalchemy import create_engine, text

from admin.embedded.temporary import temporary_postgres
from admin.migrations import steps
from admin.waiting import wait_until
from routing import load

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "256MB"}


@dataclass(frozen=True, kw_only=True)
class Database:
    """A durable PostgreSQL with the city in it."""

    url: str
    postmaster: psutil.Process

    def cpu(self) -> float:
        """CPU seconds of all its processes so far."""
        return _cpu(self.postmaster)


@dataclass(frozen=True, kw_only=True)
class Served:
    """An application behind a port."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        """CPU seconds of all its processes so far."""
        return _cpu(self.process)


def _cpu(process: psutil.Process) -> float:
    tree = [process, *process.children(recursive=True)]
    return sum(each.cpu_times().user + each.cpu_times().system for each in tree)


@contextmanager
def database() -> Iterator[Database]:
    """A new durable cluster, migrated, with the city loaded; gone afterwards."""
    with temporary_postgres(**DURABLE) as url:
        steps.upgrade(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            load.load_city(connection, load.SHENYANG)
            load.load_calendar(connection)
            backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            postmaster = psutil.Process(backend).parent()
        engine.dispose()
        if postmaster is None:
            raise RuntimeError("the database server cannot be found")
        yield Database(url=url, postmaster=postmaster)


@contextmanager
def served(
    application: str, *, database_url: str, ready: str, workers: int = 2, settings: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve an application factory with uvicorn in ``workers`` processes; ``settings`` are further ``MINYI_…``."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        variables = {"MINYI_DATABASE_URL": database_url, "MINYI_HOME": home, "MINYI_LOG_LEVEL": "warning"}
        variables |= settings or {}
        process = _uvicorn(application, port, workers, variables)
        try:
            _wait(port, ready)
            yield Served(port=port, process=psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(timeout=20)


def _uvicorn(application: str, port: int, workers: int, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    options = ["--factory", "--port", str(port), "--workers", str(workers), "--log-level", "warning", "--no-access-log"]
    return subprocess.Popen(
        [sys.executable, "-m", "uvicorn", application, *options],
        env=os.environ | variables,
        cwd=Path(__file__).parent.parent,
    )


def _wait(port: int, ready: str) -> None:
    def answers() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}{ready}", trust_env=False).status_code < 500
        except httpx.TransportError:
            return False

    if not wait_until(answers, seconds=60):
        raise RuntimeError("the application did not come up")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
