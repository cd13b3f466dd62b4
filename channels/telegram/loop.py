"""One thread with one event loop for the library that knows no other way; started when it is first needed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as TookTooLong
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")


class Loop:
    """Runs coroutines for threads that wait for their outcome."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, work: Coroutine[Any, Any, T], *, seconds: float) -> T:
        """What ``work`` gives, or what it raises; it is cancelled after ``seconds``, with ``TimeoutError``."""
        future = asyncio.run_coroutine_threadsafe(work, self._running())
        try:
            return future.result(seconds)
        except TookTooLong:
            future.cancel()
            raise

    def stop(self) -> None:
        """End the thread; it can be started again."""
        with self._lock:
            if self._loop:
                self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                Thread(target=_live, args=(self._loop,), name="telegram", daemon=True).start()
            return self._loop


def _live(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()
