"""Long numbers and what they are: telephone, identity number, bank card, or just a number somebody may be found by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

PHONE, IDENTITY, CARD, NUMBER = "电话", "证件号", "银行卡", "号码"
SHORTEST = 7
"""Digits from which on a number may be somebody's; 12345, 96123 and prices stay."""

_SPOKEN = dict(zip(map(ord, "零〇幺一二三四五六七八九"), "001123456789", strict=True))
_GAP = r"[\s.·_—–-]"
_GROUPS = rf"\d{{2,}}+(?:{_GAP}{{1,3}}\d{{3,}}+)*+(?:{_GAP}{{1,3}}\d{{1,4}}+)?x?"
_SINGLY = rf"\d(?:{_GAP}{{0,3}}\d){{{SHORTEST - 1},}}+x?"
_RUN = re.compile(
    rf"(?<!\d)(?<!\d\.)[+(]?(?:{_SINGLY}|{_GROUPS})(?![\d])(?:转\d{{1,6}})?(?!\s*[万亿]?[元块吨度平米])", re.A
)
_MIXED = re.compile(r"(?<![\da-z])(?=\d*[a-z])(?=(?:[a-z]*\d){7})[\da-z]{9,30}(?![\da-z])", re.A)
_AREA = re.compile(r"\(0\d{2,3}\)\s?\d{3,4}[\s-]?\d{4}")
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(rf"{_YEAR}[-—–.]\d{{1,2}}[-—–.]\d{{1,2}}(?!\d)|{_YEAR}\s?[-—–]\s?{_YEAR}(?!\d)")


def narrow(text: str) -> str:
    """Return ``text`` in narrow lower-case letters, letter for letter."""
    return "".join(map(_narrow, text))


@cache
def _narrow(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter).lower()
    return plain if len(plain) == 1 else letter


def spoken(text: str) -> str:
    """Return ``text`` with 一三八 written as 138, letter for letter."""
    return text.translate(_SPOKEN)


def numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what it is, start and end of every long number in ``text``, which is narrow and without spoken digits."""
    dates = [found.span() for found in _DATE.finditer(text)]
    for pattern in (_AREA, _RUN, _MIXED):
        for found in pattern.finditer(text):
            digits = re.sub(r"[^\dx]", "", found.group())
            if len(digits) >= SHORTEST and not any(start <= found.start() < end for start, end in dates):
                yield kind(digits), *found.span()


def kind(digits: str) -> str:
    """Tell what a number is from its digits; an identity number may end in x."""
    if re.fullmatch(r"(?:(?:00)?86)?1[3-9]\d{9}|0\d{9,11}(?:\d{1,6})?|[2-9]\d{6,7}|[48]00\d{7}", digits):
        return PHONE
    if is_identity(digits):
        return IDENTITY
    return CARD if 15 <= len(digits) <= 19 and luhn.is_valid(digits) else NUMBER


def is_identity(digits: str) -> bool:
    """Whether this is an identity number: 18 digits with a day of birth or a right check digit, or the old 15."""
    if len(digits) == 15:
        return _is_day(f"19{digits[6:12]}")
    return len(digits) == 18 and (_is_day(digits[6:14]) or mod_11_2.is_valid(digits.upper()))


def _is_day(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%Y%m%d")  # noqa: DTZ007 - a day of birth has no zone
    except ValueError:
        return False
    return True
