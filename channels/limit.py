"""How often one may try. Counted in each process: a flood is held, nothing is shared and no round trip is made."""

from __future__ import annotations

import math
import time
from itertools import count

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request

from channels.base import TooMany

TRIES = MemoryStorage()
"""What every gate of this process has counted."""
_gates = count()


class Gate:
    """Lets through so many tries of one key; ``rates`` such as ``30/minute; 300/hour``. Gates do not share a count."""

    def __init__(self, rates: str) -> None:
        self._rates: list[RateLimitItem] = parse_many(rates)
        self._limiter, self._own = FixedWindowRateLimiter(TRIES), str(next(_gates))

    def enter(self, *key: str) -> None:
        """Count a try. Raises ``TooMany``."""
        for rate in self._rates:
            if not self._limiter.hit(rate, self._own, *key):
                raise TooMany(self._wait(rate, key))

    def check(self, *key: str) -> None:
        """Look without counting. Raises ``TooMany``."""
        for rate in self._rates:
            if not self._limiter.test(rate, self._own, *key):
                raise TooMany(self._wait(rate, key))

    def _wait(self, rate: RateLimitItem, key: tuple[str, ...]) -> int:
        until = self._limiter.get_window_stats(rate, self._own, *key).reset_time
        return max(1, math.ceil(until - time.time()))


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy the server has put the client's address here."""
    return request.client.host if request.client else ""
