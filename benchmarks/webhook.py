"""Inbound short messages that become petitions, at a steady pace; each answer is timed from when it was due.

So a slow answer also counts for those that had to wait behind it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict

from benchmarks.client import Line, line, percentile, status
from benchmarks.measured import Figure
from benchmarks.stage import database, served
from channels import carrier
from channels.telephony import Account
from nlu import corpus

PER_SECOND, SECONDS, WARM_UP, LINES = 50, 30, 200, 16
PATH, PUBLIC_URL = "/webhooks/sms/twilio/inbound", "https://minyi.example"
ACCOUNT = Account(sid=f"AC{'0' * 32}", token="a token for measuring", number="+862412345678")  # noqa: S106 - of a database that is gone after the run
SETTINGS = {
    "MINYI_TWILIO_ACCOUNT_SID": ACCOUNT.sid,
    "MINYI_TWILIO_AUTH_TOKEN": ACCOUNT.token,
    "MINYI_TWILIO_NUMBER": ACCOUNT.number,
    "MINYI_PUBLIC_URL": PUBLIC_URL,
}


@dataclass
class Run:
    """Answers so far: seconds from when each was due, and how many were not 200."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0


def measure() -> Figure:
    """P95 of the webhook at ``PER_SECOND``, two web processes, durable commits."""
    with (
        database() as db,
        served("admin.app:create", database_url=db.url, ready="/healthz", settings=SETTINGS) as web,
    ):
        asyncio.run(_paced(web.port, _requests("warm", WARM_UP)))
        run = asyncio.run(_paced(web.port, _requests("measured", PER_SECOND * SECONDS)))
    p50, p95, p99 = (percentile(run.seconds, share) for share in (0.5, 0.95, 0.99))
    words = f"P95 {p95:.1f} ms (P50 {p50:.1f}, P99 {p99:.1f}), {len(run.seconds)} messages, {run.failed} failed"
    return Figure(
        name="webhook_p95_ms", value=round(p95, 1), what=f"SMS webhook at {PER_SECOND}/s", words=words, aim="≤ 50 ms"
    )


def _requests(name: str, count: int) -> Sequence[bytes]:
    texts = [example.text for example in corpus.read()]
    return [_request(f"{name}-{number}", texts[number % len(texts)], number) for number in range(count)]


def _request(sid: str, text: str, number: int) -> bytes:
    fields = {"MessageSid": sid, "From": f"+86138{number:08d}", "To": ACCOUNT.number, "Body": text, "NumMedia": "0"}
    body = urlencode(fields).encode()
    signature = carrier.signature(ACCOUNT, PUBLIC_URL + PATH, ImmutableMultiDict(fields))
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {carrier.FORM}\r\n"
        f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _paced(port: int, requests: Sequence[bytes]) -> Run:
    """One request every ``1 / PER_SECOND`` seconds, over whichever connection is free."""
    began, run = time.perf_counter(), Run()
    due = deque((began + number / PER_SECOND, payload) for number, payload in enumerate(requests))
    await asyncio.gather(*(_worker(port, due, run) for _ in range(LINES)))
    return run


async def _worker(port: int, due: deque[tuple[float, bytes]], run: Run) -> None:
    async with line(port) as connection:
        while due:
            await _one(connection, due.popleft(), run)


async def _one(connection: Line, request: tuple[float, bytes], run: Run) -> None:
    moment, payload = request
    await asyncio.sleep(max(0, moment - time.perf_counter()))
    head, _ = await connection.ask(payload)
    run.seconds.append(time.perf_counter() - moment)
    run.failed += status(head) != 200
