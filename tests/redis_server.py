"""A Redis for tests: on a private socket, gone afterwards."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from admin.embedded import binaries
from admin.embedded.places import runtime_path
from admin.embedded.private_folder import LEADS_ON, ours
from admin.embedded.redis import Redis


@contextmanager
def redis_server(home: Path) -> Iterator[str]:
    """Celery's name of a server that runs until the end of the block."""
    ours(runtime_path(home).parent, mode=LEADS_ON)
    folder = ours(runtime_path(home))
    server = Redis(program=binaries.redis_server(), runtime=folder)
    with subprocess.Popen(server.command, stdout=subprocess.DEVNULL) as process:
        yield server.wait()
        process.terminate()
    folder.rmdir()
