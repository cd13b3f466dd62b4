"""The numbers of bulletins in force on a day, and the hours in which no leader is woken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import Connection

from tracking.domain.clock import CITY_ZONE, city_day
from tracking.service.core import Core
from tracking.store import parameter

TEMPLATE = "bulletin"


@dataclass(frozen=True, kw_only=True)
class Law:
    """``quiet_from`` and ``quiet_until`` are hours of the city's clock; ``reply_days`` how long an answer belongs."""

    rectify_days: int
    quiet_from: int
    quiet_until: int
    reply_days: int
    corrected_periods: int
    hot_topics: int
    hot_least: int


def law(connection: Connection, on: date) -> Law:
    """Raises ``UnknownCode`` where the city has none."""
    number = parameter.numbers(connection, "bulletin", on)
    return Law(**{name: int(number[name]) for name in Law.__dataclass_fields__})


def templates(connection: Connection, on: date) -> tuple[str, Mapping[str, str]]:
    """Version and words of the messages."""
    found = parameter.in_force(connection, "bulletin_sms", on)
    return found["version"], {row["name"]: row["text"] for row in found["body"]}


def awake(at: datetime, law: Law) -> datetime:
    """``at`` itself, or the end of the quiet hours it falls into (21:00 to 8:00 over midnight, say)."""
    here = at.astimezone(CITY_ZONE)
    morning = datetime.combine(here.date(), time(law.quiet_until), CITY_ZONE)
    over_midnight = law.quiet_from > law.quiet_until
    if over_midnight and here.hour >= law.quiet_from:
        return morning + timedelta(days=1)
    quiet = here.hour < law.quiet_until and (over_midnight or here.hour >= law.quiet_from)
    return morning if quiet else at


def hours(core: Core) -> Mapping[str, Callable[[datetime], datetime]]:
    """For the carrier's side: by template, the first moment from a given one on at which it may leave."""
    return {TEMPLATE: partial(_awake, core)}


def _awake(core: Core, at: datetime) -> datetime:
    with core.engine.connect() as connection:
        return awake(at, law(connection, city_day(at)))
