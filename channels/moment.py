"""A moment as other systems write it: ISO 8601; without an offset it is the city's time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from channels.base import Flaw, Refused, marked
from tracking.domain.clock import CITY_ZONE

_DAY, _HOUR = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", r"(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2}))?"
_WRITTEN = re.compile(rf"{_DAY}(?:[ T]*{_HOUR}(?:\.\d+)?[分秒]?)?", re.ASCII)
SKEW, EARLIEST = timedelta(minutes=5), 1949
_FORM = marked("请写成 2026-03-02T09:30:00+08:00 这样的时间。")
_FUTURE = marked("时间不能在未来。")


def moment_of(raw: str, field: str, *, now: datetime) -> datetime | None:
    """A moment that is not in the future, None for nothing given; a clock a little ahead counts as now.

    Raises ``Refused``.
    """
    if not raw.strip():
        return None
    at = _read(raw.strip(), field)
    if at > now + SKEW:
        raise Refused(Flaw(field=field, code="invalid_value", message=_FUTURE))
    return min(at, now)


def iso(written: str) -> str:
    """``2019年5月6日 8:30`` and ``2019/5/6 8:30:05`` as ISO 8601; anything else as it is."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return written
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"


def _read(raw: str, field: str) -> datetime:
    try:
        at = datetime.fromisoformat(raw)
    except ValueError as error:
        raise Refused(Flaw(field=field, code="invalid_value", message=_FORM)) from error
    if at.year < EARLIEST:
        raise Refused(Flaw(field=field, code="invalid_value", message=_FORM))
    return at if at.tzinfo else at.replace(tzinfo=CITY_ZONE)
