"""One run a home."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another ``minyi run`` holds this home."""


@contextmanager
def single_run(home: Path) -> Iterator[None]:
    """Hold the home for the length of the block; the lock falls with the process, however that ends."""
    for folder in (home, home / "run"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "run" / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(f"Minyi is already running for {home} (process {file.read().strip()}).") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
