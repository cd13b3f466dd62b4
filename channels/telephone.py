"""Telephone numbers of the mainland, in one form, so that one person is found again whatever they typed.

A mobile number is stored as ``13800000000``, a landline as ``024-22334455``.
"""

from __future__ import annotations

import re
import unicodedata

from channels.base import Flaw, Refused, marked

_NOISE = re.compile(r"[\s\-‐-―().·/]+")
_COUNTRY = re.compile(r"^(?:\+|00)86(?=\d)|^86(?=1\d{10}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0?(10|2\d|[3-9]\d{2})([2-9]\d{6,7})")
_FORM = marked("请填11位手机号，或带区号的固定电话，如 024-22334455。")
LONGEST = 40


def normal(text: str, field: str = "phone") -> str | None:
    """The number in its one form, None for nothing typed. Raises ``Refused``."""
    typed = unicodedata.normalize("NFKC", text.strip()[:LONGEST])
    if not typed:
        return None
    bare = _NOISE.sub("", typed)
    digits = _COUNTRY.sub("", bare)
    if _MOBILE.fullmatch(digits):
        return digits
    line = _LANDLINE.fullmatch(digits)
    if line and (digits != bare or digits.startswith("0")):
        return f"0{line[1]}-{line[2]}"
    raise Refused(Flaw(field=field, code="invalid_value", message=_FORM))


def masked(number: str) -> str:
    """A number as its owner would know it again."""
    return f"{number[:3]}****{number[-2:]}"
