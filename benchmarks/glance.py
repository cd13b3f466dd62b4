"""How long an officer waits for a worklist: every tab of every desk, first and a later page, plain and narrowed."""

import asyncio
import html
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Engine

from benchmarks import client
from benchmarks.client import Line
from benchmarks.seat import Seat, take
from tracking.domain.people import Role
from tracking.store import desk

UNIT, LATER, ROUNDS = "A05", 4, 6
DESKS: Mapping[Role, str | None] = {
    Role.OPERATOR: None,
    Role.DISPATCHER: None,
    Role.HANDLER: UNIT,
    Role.CALLER: None,
    Role.LEADER: None,
}
NARROWED: Sequence[dict[str, str]] = (
    {},
    {"kind": "complaint"},
    {"district": "A07"},
    {"kind": "suggestion", "district": "A13"},
    {"words": "垃圾"},
    {"words": "没有这样的话"},
    {"unit": UNIT},
    {"stage": "awaiting_callback"},
)
_NEXT = re.compile(r'href="(/staff/worklist\?[^"]+)" rel="next"')


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Seconds by desk and address."""

    by_address: Mapping[tuple[Role, str], list[float]]

    def p95(self, role: Role | None = None) -> float:
        """Milliseconds, of one desk or of all."""
        found = (each for (whose, _), seconds in self.by_address.items() if role in (None, whose) for each in seconds)
        return client.percentile(found, 0.95)

    def slowest(self, role: Role) -> tuple[str, float]:
        """The address with the longest median wait, and that in milliseconds."""
        medians = {
            path: client.percentile(each, 0.5) for (whose, path), each in self.by_address.items() if whose is role
        }
        return max(medians.items(), key=lambda each: each[1])


def glance(port: int, engine: Engine) -> Waits:
    """Two officers at a time, as the two cores allow."""
    return asyncio.run(_all(port, {role: take(engine, role, unit=unit) for role, unit in DESKS.items()}))


async def _all(port: int, seats: Mapping[Role, Seat]) -> Waits:
    waits: dict[tuple[Role, str], list[float]] = defaultdict(list)
    addresses: list[tuple[Role, str]] = []
    async with client.line(port) as line:
        for role, seat in seats.items():
            for path in _first_pages(role):
                addresses += [(role, each) for each in await _pages(line, seat, path)]
    waiting = iter(addresses * ROUNDS)
    await asyncio.gather(*(_client(port, seats, waiting, waits) for _ in range(2)))
    return Waits(by_address=waits)


def _first_pages(role: Role) -> Iterator[str]:
    for tab in desk.tabs(role):
        for narrowed in NARROWED:
            if "unit" not in narrowed or role is not Role.HANDLER:
                yield "/staff/worklist?" + urlencode({"tab": tab.name, **narrowed})


async def _pages(line: Line, seat: Seat, path: str) -> list[str]:
    """The first page and, where there is one, the ``LATER``th after it."""
    here = path
    for _ in range(LATER):
        _, page = await line.ask(client.reading(here, cookie=seat.cookie))
        following = _NEXT.search(page.decode())
        if not following:
            return [path]
        here = html.unescape(following[1])
    return [path, here]


async def _client(
    port: int,
    seats: Mapping[Role, Seat],
    waiting: Iterator[tuple[Role, str]],
    waits: dict[tuple[Role, str], list[float]],
) -> None:
    for role, path in waiting:
        async with client.line(port) as line:  # one that stays may share its web process with the other
            began = time.perf_counter()
            head, _ = await line.ask(client.reading(path, cookie=seats[role].cookie))
            waits[role, path].append(time.perf_counter() - began)
        if client.status(head) != 200:
            raise RuntimeError(f"{path}: {head[:20]!r}")
