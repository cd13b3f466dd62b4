"""Count to a number together with others: ``lock_contest.py URL KEY TIMES MODE``, MODE ``locked`` or ``free``.

Every step reads, waits a moment and writes, as a tracker does. Without the lock steps get lost.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import nullcontext

from dialogue_engine.lock import AtomicLockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import from_url

AT_ONCE = 3


async def main(url: str, key: str, times: int, mode: str) -> None:
    redis, locks = from_url(url), AtomicLockStore(EndpointConfig(url))

    async def count() -> None:
        for _ in range(times):
            async with locks.lock(key) if mode == "locked" else nullcontext():
                seen = int(await redis.get(key) or 0)
                await asyncio.sleep(0.001)
                await redis.set(key, seen + 1)

    await asyncio.gather(*(count() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
