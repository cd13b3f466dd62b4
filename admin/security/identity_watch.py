"""Who reads many identities in a short time: the alarms, and the readings behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, text

from tracking.domain.clock import city_day
from tracking.store import parameter

DAYS_BACK = 31
MOST = 200
_ALARMS = text("""
WITH reading AS (
    SELECT reader, at, (at AT TIME ZONE 'Asia/Shanghai')::date AS day,
           count(*) OVER (PARTITION BY reader ORDER BY at RANGE BETWEEN '1 hour' PRECEDING AND CURRENT ROW) AS in_hour
    FROM identity_read WHERE at > :since
)
SELECT reader, day, count(*) AS in_day, max(in_hour) AS in_hour, max(at) AS last_at FROM reading
GROUP BY reader, day HAVING count(*) > :most_day OR max(in_hour) > :most_hour
ORDER BY day DESC, in_day DESC, reader LIMIT :most
""")
_READINGS = text("""
SELECT number, reason, at FROM identity_read
WHERE reader = :reader AND (at AT TIME ZONE 'Asia/Shanghai')::date = :day ORDER BY at DESC LIMIT :most
""")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """More readings than these by one reader raise an alarm."""

    hour: int
    day: int


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One reader on one day of the city; ``in_hour`` is the fullest hour that ended on it."""

    reader: str
    day: date
    in_day: int
    in_hour: int
    last_at: datetime


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One identity that was opened, with the reason that was given."""

    number: str
    reason: str
    at: datetime


def limits(connection: Connection, at: datetime) -> Limits:
    """The numbers in force: parameter ``console``."""
    known = parameter.numbers(connection, "console", city_day(at))
    return Limits(hour=_whole(known["identity_hour"]), day=_whole(known["identity_day"]))


def alarms(connection: Connection, most: Limits, *, since: datetime) -> Sequence[Alarm]:
    """The newest day first."""
    given = {"since": since, "most_day": most.day, "most_hour": most.hour, "most": MOST}
    return [Alarm(**row) for row in connection.execute(_ALARMS, given).mappings()]


def readings(connection: Connection, reader: str, day: date) -> Sequence[Reading]:
    """What somebody opened on one day of the city, the last first."""
    given = {"reader": reader, "day": day, "most": MOST}
    return [Reading(**row) for row in connection.execute(_READINGS, given).mappings()]


def _whole(value: Decimal) -> int:
    return int(value)
