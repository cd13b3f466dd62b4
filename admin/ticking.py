"""When what is done by itself is done: one line a tick. One that comes late is worth no second one, so they expire."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SLOW = "slow"
"""The queue of what may take long: a worker of its own carries it, so that events never wait behind it."""


@dataclass(frozen=True)
class Tick:
    """The task ``minyi.<name>``; ``every`` and ``expires`` are seconds."""

    name: str
    every: float
    expires: int
    slow: bool = False

    @property
    def task(self) -> str:
        return f"minyi.{self.name}"


TICKS = (
    Tick("relay", every=1.0, expires=10),
    Tick("sweep", every=30.0, expires=60),
    Tick("supervise", every=30.0, expires=60),
    Tick("alarms", every=120.0, expires=300),
    Tick("traces", every=3600.0, expires=3600, slow=True),
    Tick("efficiency", every=600.0, expires=600),
    Tick("accountability", every=600.0, expires=600),
    Tick("retention", every=600.0, expires=600),
    Tick("reschedule", every=600.0, expires=600),
    Tick("figures", every=60.0, expires=60, slow=True),
    Tick("hot", every=600.0, expires=600),
    Tick("same", every=3600.0, expires=3600),
    Tick("recordings", every=5.0, expires=10),
    Tick("deliveries", every=30.0, expires=30),
    Tick("calls", every=300.0, expires=300),
    Tick("messages", every=2.0, expires=10),
    Tick("conversations", every=60.0, expires=60),
    Tick("subscribe", every=600.0, expires=600),
    Tick("seal_days", every=600.0, expires=600),
    Tick("webhooks", every=1.0, expires=2, slow=True),
    Tick("wechat", every=1.0, expires=2, slow=True),
    Tick("exports", every=2.0, expires=2, slow=True),
    Tick("imports", every=2.0, expires=2, slow=True),
)
_CALLED_FOR = ("minyi.webhook",)  # one for each subscriber, called for by the tick of all


def schedule() -> Mapping[str, Mapping[str, Any]]:
    """For Celery's beat."""
    return {
        each.name: {"task": each.task, "schedule": each.every, "options": {"expires": each.expires}} for each in TICKS
    }


def routes() -> Mapping[str, Mapping[str, str]]:
    """Which tasks go to the slow worker."""
    return {name: {"queue": SLOW} for name in (*(each.task for each in TICKS if each.slow), *_CALLED_FOR)}
