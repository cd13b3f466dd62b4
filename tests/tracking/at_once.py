"""Several threads that begin together."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from tracking.domain.error import DomainError

Answer = TypeVar("Answer")


def at_once(calls: Sequence[Callable[[], Answer]]) -> list[Answer | DomainError]:
    """What each call gave, or the refusal it met."""
    barrier = Barrier(len(calls))

    def one(call: Callable[[], Answer]) -> Answer | DomainError:
        barrier.wait(timeout=30)
        try:
            return call()
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))
