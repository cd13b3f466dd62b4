"""Redis from the wheel: a broker without a memory. What must not be lost stands in PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import redis

from admin.embedded.binaries import redis_server
from admin.embedded.places import Places
from admin.waiting import wait_until


class NotReady(RuntimeError):
    """The server did not come up."""


def broker_url(runtime: Path) -> str:
    """Return Celery's name for the socket in ``runtime``."""
    return f"redis+socket://{_socket(runtime)}"


def client_url(broker: str) -> str:
    """Return what ``redis.from_url`` calls the broker of that Celery name."""
    return broker.replace("redis+socket://", "unix://", 1)


def _socket(runtime: Path) -> Path:
    return runtime / "redis.sock"


@dataclass(frozen=True, kw_only=True)
class Redis:
    """One server on one socket."""

    program: Path
    runtime: Path

    @classmethod
    def at(cls, places: Places) -> Redis:
        """Return the server of ``places``."""
        return cls(program=redis_server(), runtime=places.runtime)

    @property
    def command(self) -> list[str]:
        """The server in the foreground: no port, no file, and full memory is an error, not a lost message."""
        options = {
            "port": "0",
            "unixsocket": str(_socket(self.runtime)),
            "unixsocketperm": "700",
            "dir": str(self.runtime),
            "save": "",
            "appendonly": "no",
            "set-proc-title": "no",  # a title would be written over the mark by which we find our processes again
            "maxmemory": "512mb",
            "maxmemory-policy": "noeviction",
        }
        return [str(self.program), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def wait(self, *, seconds: float = 30) -> str:
        """Wait until the server answers; return Celery's URL of it. Raises ``NotReady``."""
        if not wait_until(self.answers, seconds=seconds):
            raise NotReady(f"Redis did not answer within {seconds:.0f} seconds.")
        return broker_url(self.runtime)

    def answers(self) -> bool:
        """Whether a ping succeeds right now."""
        with redis.Redis(unix_socket_path=str(_socket(self.runtime)), socket_timeout=5) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False
