"""A real ClamAV daemon on a socket of its own, whose whole signature base is one word that we call harmful."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from admin.waiting import wait_until
from channels.scanner import Clamd, Verdict
from tests.channels.daemon import HARMFUL

PROGRAM = Path("/usr/sbin/clamd")
LARGEST = 1024 * 1024
_CONFIG = """
Foreground yes
LocalSocket {home}/clamd.sock
DatabaseDirectory {home}/signatures
OfficialDatabaseOnly no
StreamMaxLength {largest}
PidFile {home}/clamd.pid
TemporaryDirectory {home}
LogFile {home}/clamd.log
"""


@contextmanager
def real_clamd() -> Iterator[str]:
    """The path of its socket; gone with everything in it afterwards."""
    with tempfile.TemporaryDirectory(prefix="minyi-clamd-") as folder:
        home = Path(folder)
        (home / "signatures").mkdir()
        (home / "signatures/own.ndb").write_text(f"Minyi.Test:0:*:{HARMFUL.hex()}\n")
        (home / "clamd.conf").write_text(_CONFIG.format(home=home, largest=LARGEST))
        process = subprocess.Popen(
            [PROGRAM, "--config-file", home / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            socket = str(home / "clamd.sock")
            if not wait_until(lambda: _answers(socket), seconds=20):
                raise RuntimeError((home / "clamd.log").read_text(errors="replace")[-2000:])
            yield socket
        finally:
            process.terminate()
            process.wait(timeout=20)


def _answers(socket: str) -> bool:
    return Path(socket).exists() and Clamd(socket, patience=1.0).verdict(b"") is Verdict.CLEAN
