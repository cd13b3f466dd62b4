"""A load client that costs little itself: keep-alive connections and requests made beforehand."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


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
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * share))] * 1000


def request(path: str, body: bytes) -> bytes:
    """A POST with a JSON body, as bytes."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


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
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while waiting:
        payload = waiting.popleft()
        began = time.perf_counter()
        writer.write(payload)
        status = await _answer(reader)
        seconds.append(time.perf_counter() - began)
        if status != b"201":
            failures.append(status)
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(length.split(b":")[1]))
    return head.split(b" ", 2)[1]
