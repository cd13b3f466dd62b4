"""How long is left until a deadline, in the words a person would use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.domain.clock import CITY_ZONE

_SOON = timedelta(hours=4)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Left:
    """The time until a deadline, or since it when ``late``; only the two largest parts matter to a reader."""

    at: datetime
    late: bool
    soon: bool
    days: int
    hours: int
    minutes: int


def left(at: datetime | None, *, now: datetime) -> Left | None:
    """None where there is no deadline."""
    if at is None:
        return None
    span = abs(at - now)
    return Left(
        at=at,
        late=at <= now,
        soon=now < at <= now + _SOON,
        days=span // _DAY,
        hours=span % _DAY // _HOUR,
        minutes=span % _HOUR // _MINUTE,
    )


def short(at: datetime, *, now: datetime) -> str:
    """An instant on the city's clocks, as short as it stays clear: the year only when it is another."""
    local = at.astimezone(CITY_ZONE)
    return f"{local:%m-%d %H:%M}" if local.year == now.astimezone(CITY_ZONE).year else f"{local:%Y-%m-%d %H:%M}"
