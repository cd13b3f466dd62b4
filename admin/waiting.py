"""Wait for a condition of the world outside, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Ask ``condition`` until it holds or ``seconds`` have passed; return what it said last."""
    end = time.monotonic() + seconds
    pause = Event()
    while not condition():
        if time.monotonic() >= end:
            return False
        pause.wait(every)
    return True
