"""Number and query code on the keys of a telephone.

Of a petition number only the digits are keyed: day, sequence and check digit name it, for a sequence is used once a
day whatever the door. A query code is keyed by the keys its letters are printed on.
"""

from __future__ import annotations

import string

from tracking.domain.error import InvalidValue
from tracking.domain.number import parse

_PRINTED = {"ABC": "2", "DEF": "3", "GHI": "4", "JKL": "5", "MNO": "6", "PQRS": "7", "TUV": "8", "WXYZ": "9"}
_KEYS = str.maketrans({letter: key for letters, key in _PRINTED.items() for letter in letters})
WHOLE, ENDING = 15, 7


def keyed(code: str) -> str:
    """The keys of a query code: ``7KQ2M9XD`` is ``75726993``."""
    return code.upper().translate(_KEYS)


def numbers(digits: str, city: str) -> list[str]:
    """Every petition number these fifteen digits may stand for, one a letter; empty where they make no sense."""
    day, sequence, check = digits[:8], digits[8:14], digits[14:]
    return [found for letter in string.ascii_uppercase if (found := _real(f"{city}{day}-{letter}-{sequence}-{check}"))]


def ending(digits: str) -> str:
    """How a number ends whose last seven digits these are."""
    return f"-{digits[:6]}-{digits[6:]}"


def sensible(digits: str) -> bool:
    """Whether this can be a number, or the end of one."""
    return len(digits) == ENDING or bool(numbers(digits, "SY"))


def _real(text: str) -> str | None:
    try:
        return str(parse(text))
    except InvalidValue:
        return None
