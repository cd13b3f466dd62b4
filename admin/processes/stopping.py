"""Asked to stop, we stop once and in order: Ctrl-C, ``kill`` and a closed terminal mean the same."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_on_request() -> None:
    """Let every request raise ``KeyboardInterrupt``, except those we were started to ignore (``nohup``)."""
    for request in _REQUESTS:
        if signal.getsignal(request) is not signal.SIG_IGN:
            signal.signal(request, signal.default_int_handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ignore further requests for the length of the block: a second Ctrl-C would leave processes behind."""
    before = [signal.signal(request, signal.SIG_IGN) for request in _REQUESTS]
    try:
        yield
    finally:
        for request, handler in zip(_REQUESTS, before, strict=True):
            signal.signal(request, handler)
