"""Handing a request over to a subscriber: one connection, one bounded time, no redirect followed, no body read."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpcore

from channels.webhook.guard import Guard
from channels.webhook.port import CarrierError, Outgoing
from channels.webhook.wire import Deadline, GuardedBackend

PATIENCE = 10.0
LONGEST_WAIT = 3600
# What the subscriber says of this one event; anything else is how it fares at the moment.
REFUSED = frozenset({400, 409, 410, 413, 414, 415, 422, 431})


@dataclass(frozen=True, kw_only=True)
class HttpCarrier:
    """Delivers over HTTP. ``patience`` is in seconds, for everything from the name to the status."""

    guard: Guard
    patience: float = PATIENCE
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def post(self, outgoing: Outgoing) -> None:
        """Raises ``CarrierError``."""
        self.guard.check(outgoing.url)
        encrypted = urlsplit(outgoing.url).scheme == "https"
        backend = GuardedBackend(self.guard, Deadline(self.patience), encrypted=encrypted)
        try:
            status, headers = self._answer(backend, outgoing)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise CarrierError(type(error).__name__, permanent=False) from error
        if not 200 <= status < 300:
            wait = retry_after(headers)
            raise CarrierError(f"HTTP {status}", permanent=status in REFUSED, retry_after=wait)

    def _answer(self, backend: httpcore.NetworkBackend, outgoing: Outgoing) -> tuple[int, Mapping[bytes, bytes]]:
        waits = {"connect": self.patience, "read": self.patience, "write": self.patience, "pool": self.patience}
        with (
            httpcore.ConnectionPool(ssl_context=self.trust, network_backend=backend) as pool,
            pool.stream(
                "POST",
                outgoing.url,
                headers=list(outgoing.headers.items()),
                content=outgoing.body,
                extensions={"timeout": waits},
            ) as response,
        ):
            return response.status, {name.lower(): value for name, value in response.headers}


def retry_after(headers: Mapping[bytes, bytes]) -> int | None:
    """The wait a subscriber asks for in seconds; dates and nonsense count as nothing said."""
    said = headers.get(b"retry-after", b"")
    return min(int(said), LONGEST_WAIT) if said.isdigit() and len(said) < 7 else None
