"""Processes of a run that was killed before it could stop them."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "MINYI_STARTED_FOR"


def mark(home: Path) -> dict[str, str]:
    """Return the variable by which every process of this home can be found again; children inherit it."""
    return {MARK: str(home)}


def stop(home: Path, *, seconds: float = 10) -> int:
    """Stop what still runs for ``home``; return how many processes that were."""
    found = _running(home)
    for process in found:
        _send(process, _polite_signal(process))
    _, stubborn = psutil.wait_procs(found, timeout=seconds)
    for process in stubborn:
        _send(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=seconds)
    return len(found)


def _running(home: Path) -> list[psutil.Process]:
    ourselves = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [process for process in psutil.process_iter() if process.pid not in ourselves and _belongs(process, home)]


def _belongs(process: psutil.Process, home: Path) -> bool:
    try:
        return process.environ().get(MARK) == str(home)
    except (psutil.Error, OSError):  # gone, a zombie, or somebody else's
        return False


def _polite_signal(process: psutil.Process) -> signal.Signals:
    """PostgreSQL would wait for its clients on TERM; INT sends them away."""
    try:
        return signal.SIGINT if process.name() == "postgres" else signal.SIGTERM
    except psutil.Error:
        return signal.SIGTERM


def _send(process: psutil.Process, what: signal.Signals) -> None:
    with suppress(psutil.Error):  # it may have gone by itself
        process.send_signal(what)
