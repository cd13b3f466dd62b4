"""A year of the working calendar as a person types or pastes it: a day a line."""

from collections.abc import Sequence
from datetime import date

WORKED = {"放假": False, "休": False, "off": False, "上班": True, "调休": True, "班": True, "worked": True}
Day = tuple[date, bool, str]


def days_in(text: str) -> Sequence[Day]:
    """Lines such as ``2027-01-01 放假 元旦``; empty lines are passed over. Raises ``ValueError`` naming the line."""
    return [_day(line, place) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _day(line: str, place: int) -> Day:
    parts = line.split(maxsplit=2)
    if len(parts) < 2 or parts[1] not in WORKED:
        raise ValueError(f"line {place}")
    try:
        day = date.fromisoformat(parts[0])
    except ValueError as error:
        raise ValueError(f"line {place}") from error
    return day, WORKED[parts[1]], parts[2] if len(parts) > 2 else parts[1]
