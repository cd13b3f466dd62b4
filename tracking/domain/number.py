"""Petition numbers: ``SY20261122-P-000123-7`` = city, day, channel letter, sequence of the day, check digit.

The check digit is Damm's (H. M. Damm, 2004): it finds every single wrong digit and every swap of
neighbours, also across the hyphens.
"""

import re
from dataclasses import dataclass
from datetime import date

from tracking.domain.error import InvalidValue

_QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_PATTERN = re.compile(r"([A-Z]{2})([0-9]{8})-([A-Z])-([0-9]{6})-([0-9])", re.IGNORECASE | re.ASCII)
LARGEST_SEQUENCE = 999_999


@dataclass(frozen=True, kw_only=True)
class Number:
    """The parts of a petition number; ``str()`` gives the whole with its check digit."""

    city: str
    day: date
    channel: str
    sequence: int

    def __str__(self) -> str:
        day = f"{self.day:%Y%m%d}"
        sequence = f"{self.sequence:06d}"
        return f"{self.city}{day}-{self.channel}-{sequence}-{check_digit(day + sequence)}"


def check_digit(digits: str) -> int:
    """Damm's check digit of a run of decimal digits."""
    interim = 0
    for digit in digits:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return interim


def parse(text: str) -> Number:
    """Read a number as a person may type it (any case, spaces around). Raises ``InvalidValue``."""
    match = _PATTERN.fullmatch(text.strip())
    if not match:
        raise InvalidValue("not a petition number", field="number")
    city, day, channel, sequence, check = match.groups()
    if check_digit(day + sequence) != int(check):
        raise InvalidValue("the check digit does not fit", field="number")
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError as error:
        raise InvalidValue("no such day", field="number") from error
    return Number(city=city.upper(), day=on, channel=channel.upper(), sequence=int(sequence))
