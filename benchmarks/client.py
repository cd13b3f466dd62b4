"""A load client that costs little itself: keep-alive connections and requests made beforehand."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What came back: seconds of each answer in order of arrival, how many were not 201, and the whole time."""

    seconds: list[float]
    failed: int
    elapsed: float

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.elapsed

    def percentile(self, share: float) -> float:
        """Milliseconds."""
        return percentile(self.seconds, share)


def percentile(seconds: Iterable[float], share: float) -> float:
    """Milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def request(path: str, body: bytes) -> bytes:
    """A POST with a JSON body, as bytes."""
    return _post(path, body, "application/json")


def form(path: str, fields: Mapping[str, str], *, cookie: str) -> bytes:
    """A POST as a form of the console sends it, as bytes."""
    return _post(path, urlencode(fields).encode(), "application/x-www-form-urlencoded", f"Cookie: {cookie}\r\n")


def reading(path: str, *, cookie: str) -> bytes:
    """A GET as bytes."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()


def _post(path: str, body: bytes, media_type: str, more: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media_type}\r\n{more}"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, payload: bytes) -> tuple[bytes, bytes]:
        """Send, and wait for the answer: its head (from ``HTTP/1.1`` on) and its body."""
        self.writer.write(payload)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return head, await self.reader.readexactly(int(length.split(b":")[1]))


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    """A connection to this machine, closed at the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield Line(reader=reader, writer=writer)
    writer.close()
    await writer.wait_closed()


def send(port: int, requests: Iterable[bytes], *, clients: int) -> Answers:
    """Send everything over ``clients`` connections, each waiting for its answer before the next."""
    return asyncio.run(_send(port, deque(requests), clients))


async def _send(port: int, waiting: deque[bytes], clients: int) -> Answers:
    seconds: list[float] = []
    failures: list[bytes] = []
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, waiting, seconds, failures) for _ in range(clients)))
    return Answers(seconds=seconds, failed=len(failures), elapsed=time.perf_counter() - began)


async def _client(port: int, waiting: deque[bytes], seconds: list[float], failures: list[bytes]) -> None:
    async with line(port) as connection:
        while waiting:
            payload = waiting.popleft()
            began = time.perf_counter()
            head, _ = await connection.ask(payload)
            seconds.append(time.perf_counter() - began)
            if status(head) != 201:
                failures.append(head)


def status(head: bytes) -> int:
    return int(head.split(b" ", 2)[1])
