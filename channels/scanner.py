"""Looking for harmful files: ClamAV over its stream protocol, or nothing where none is configured."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO
from typing import Protocol

from clamav_client import clamd

PATIENCE = 20.0


class Verdict(StrEnum):
    """``UNKNOWN``: nobody could tell, ask again later."""

    CLEAN = "clean"
    HARMFUL = "harmful"
    UNKNOWN = "unknown"


class Scanner(Protocol):
    """Anything that can tell harmful files."""

    def verdict(self, body: bytes) -> Verdict: ...


class NoScanner:
    """An installation without a scanner takes every file for clean."""

    def verdict(self, body: bytes) -> Verdict:
        return Verdict.CLEAN


class Clamd:
    """A ClamAV daemon; ``address`` is ``host:port`` or the path of its socket."""

    def __init__(self, address: str, *, patience: float = PATIENCE) -> None:
        self.address, self.patience = address, patience

    def verdict(self, body: bytes) -> Verdict:
        """Never raises: a daemon that is away, slow, or refuses the size, leaves the question open."""
        daemon = self._daemon()
        try:
            status, _ = daemon.instream(BytesIO(body))["stream"]
        except (clamd.ClamdError, OSError, KeyError, ValueError):
            return Verdict.UNKNOWN
        finally:
            _hang_up(daemon)
        return {"OK": Verdict.CLEAN, "FOUND": Verdict.HARMFUL}.get(status, Verdict.UNKNOWN)

    def _daemon(self) -> clamd.ClamdNetworkSocket:
        if self.address.startswith("/"):
            return clamd.ClamdUnixSocket(self.address, timeout=int(self.patience))
        host, _, port = self.address.rpartition(":")
        return clamd.ClamdNetworkSocket(host, int(port), timeout=self.patience)


def _hang_up(daemon: clamd.ClamdNetworkSocket) -> None:
    """The library leaves its socket open where it could not connect."""
    opened = getattr(daemon, "clamd_socket", None)
    if opened is not None:
        opened.close()


def scanner(address: str | None) -> Scanner:
    """The scanner of an installation; no address, no scanner."""
    return Clamd(address) if address else NoScanner()
