"""Connections that go only where the guard lets them and that end in time, however slowly the other side drips."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore
from httpcore import SOCKET_OPTION

from channels.webhook.guard import Guard


class Deadline:
    """A moment on the machine's running clock by which all must be done."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds left, at most ``most``. Raises ``httpcore.ReadTimeout`` when there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return left if most is None else min(left, most)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens the one connection of a request."""

    def __init__(self, guard: Guard, deadline: Deadline, *, encrypted: bool) -> None:
        self._guard, self._deadline, self._encrypted = guard, deadline, encrypted
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises ``CarrierError`` for a host without an address that may be used."""
        left = self._deadline.left
        addresses = list(self._guard.addresses(host, port, encrypted=self._encrypted, timeout=left(timeout)))
        for address in addresses[:-1]:
            try:
                return self._stream(str(address), port, left(timeout) / 2)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._stream(str(addresses[-1]), port, left(timeout))

    def _stream(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        return HurriedStream(self._plain.connect_tcp(address, port, timeout), self._deadline)


class HurriedStream(httpcore.NetworkStream):
    """A stream whose every wait is cut to what is left of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return HurriedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
