"""Asking for pages one after the other, with the CPU that each took."""

import asyncio
import html
import re
import time
from collections.abc import Iterator, Sequence

from benchmarks import client
from benchmarks.counter import Page
from benchmarks.stage import Database, Served

_NEXT = re.compile(r'href="(/staff/worklist\?[^"]+)" rel="next"')
Cost = tuple[Page, Sequence[float], float, float]


def measure(web: Served, db: Database, pages: Sequence[Page], *, rounds: int) -> Iterator[Cost]:
    """Page, seconds of each round, and milliseconds of CPU a round of the web and of the database.

    Raises ``RuntimeError`` where a page is not answered with 200.
    """
    for page in pages:
        path = asyncio.run(_place(web.port, page))
        asyncio.run(_ask(web.port, page, path, 1))
        before = web.cpu(), db.cpu()
        seconds = asyncio.run(_ask(web.port, page, path, rounds))
        used = web.cpu() - before[0], db.cpu() - before[1]
        yield page, seconds, used[0] / rounds * 1000, used[1] / rounds * 1000


async def _place(port: int, page: Page) -> str:
    """The address of the page so many pages on, or of the last."""
    here = page.path
    async with client.line(port) as line:
        for _ in range(page.later):
            _, body = await line.ask(client.reading(here, cookie=page.cookie))
            following = _NEXT.search(body.decode())
            if not following:
                break
            here = html.unescape(following[1])
    return here


async def _ask(port: int, page: Page, path: str, rounds: int) -> Sequence[float]:
    seconds = []
    async with client.line(port) as line:
        for _ in range(rounds):
            began = time.perf_counter()
            head, _ = await line.ask(client.reading(path, cookie=page.cookie))
            seconds.append(time.perf_counter() - began)
            if client.status(head) != 200:
                raise RuntimeError(f"{path}: {head[:20]!r}")
    return seconds
