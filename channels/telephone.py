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
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")
# What carriers put in place of a withheld number: ANONYMOUS, RESTRICTED, UNAVAILABLE … spelt on the keys.
_WITHHELD = frozenset({"+266696687", "+7378742833", "+2562533", "+8566696687", "+86282452253"})
_CITY_LINE = re.compile(r"0(10|2\d|[3-9]\d{2})-(\d{7,8})")


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


def caller(raw: str) -> str | None:
    """The number a carrier says a call or message comes from, None where it is withheld or none.

    A number abroad stays in international form. Never raises: who calls is heard, whatever the carrier says of them.
    """
    if raw in _WITHHELD:
        return None
    try:
        return normal(raw)
    except Refused:
        return raw if _FOREIGN.fullmatch(raw) and not raw.startswith("+86") else None


def international(phone: str) -> str:
    """A stored number as carriers want it, such as ``+8613800000000``."""
    line = _CITY_LINE.fullmatch(phone)
    if phone.startswith("+"):
        return phone
    return f"+86{line[1]}{line[2]}" if line else f"+86{phone}"


def takes_messages(phone: str) -> bool:
    """Whether short messages reach this number: a landline of the mainland takes none."""
    return not _CITY_LINE.fullmatch(phone)


def masked(number: str) -> str:
    """A number as its owner would know it again."""
    return f"{number[:3]}****{number[-2:]}"
