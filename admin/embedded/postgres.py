"""PostgreSQL 18 from the wheel: reached through a socket in a private folder, never through the network."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from admin.embedded.account import Account
from admin.embedded.binaries import postgres_programs
from admin.embedded.places import Places
from admin.waiting import wait_until

DATABASE = "minyi"
_USER = "minyi"
_PORT = 5432  # only a part of the socket's name; said out loud because PGPORT would change it
_CREATE = [
    "--username",
    _USER,
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
_TRUST_OUR_FOLDER = ["--auth-local=trust", "--auth-host=reject"]
_SETTINGS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "unix_socket_permissions": "0777",  # the folder around it lets nobody in
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "jit": "off",
    "parallel_setup_cost": "20000",  # figures may use several processes; a page is done before they have started
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_line_prefix": "%m [%p] ",
    "log_min_duration_statement": "1s",
}


class NotReady(RuntimeError):
    """The server did not come up."""


def database_url(sockets: Path, database: str = DATABASE) -> str:
    """Return the SQLAlchemy URL of a database behind the socket in ``sockets``."""
    return f"postgresql+psycopg://{_USER}@/{database}?host={quote(str(sockets), safe='/')}&port={_PORT}"


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """One cluster: how to make it, start it, and tell that it answers. Starting itself is left to the caller."""

    programs: Path
    data: Path
    sockets: Path
    account: Account
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, places: Places, **settings: str) -> Postgres:
        """Return the cluster of ``places``; ``settings`` override ours."""
        return cls(
            programs=postgres_programs(places.account),
            data=places.data,
            sockets=places.postgres_sockets,
            account=places.account,
            settings=_SETTINGS | settings,
        )

    @property
    def command(self) -> list[str]:
        """The server in the foreground. Settings stand here, so no file of the system user is ever written by root."""
        settings = self.settings | {"unix_socket_directories": str(self.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.data), *options]

    def create(self, *, durable: bool = True) -> None:
        """Make the cluster unless it is there. A creation that was cut short starts again from nothing."""
        if self.data.exists():
            return
        draft = self.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        command = [str(self.programs / "initdb"), "--pgdata", str(draft), *_CREATE, *_TRUST_OUR_FOLDER]
        command += [] if durable else ["--no-sync"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self.account.popen_arguments())
        if done.returncode:
            raise NotReady(f"PostgreSQL's data could not be made in {draft}:\n{done.stderr.strip()}")
        draft.rename(self.data)

    def forget_dead_server(self) -> None:
        """Remove a lock whose process number is another program's by now, as after a restart of a container.

        PostgreSQL itself recovers from every other stale lock, and must: the lock also guards against its backends.
        """
        lock = self.data / "postmaster.pid"
        try:
            process = psutil.Process(int(lock.read_text().partition("\n")[0]))
            if process.name() != "postgres":
                lock.unlink()
        except (OSError, ValueError, psutil.Error):
            return  # no lock, or no such process: nothing stands in the way

    def wait(self, *, seconds: float = 60) -> str:
        """Wait until the server answers; return the URL of our database, made when missing. Raises ``NotReady``."""
        if not wait_until(self.answers, seconds=seconds):
            raise NotReady(f"PostgreSQL did not answer within {seconds:.0f} seconds.")
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        return database_url(self.sockets)

    def answers(self) -> bool:
        """Whether a connection succeeds right now."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets), port=_PORT, user=_USER, dbname="postgres", autocommit=True, connect_timeout=5
        )
