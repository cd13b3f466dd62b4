"""The line, window or mailbox of old through which something came, before they were merged into one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from channels.base import Flaw, Refused, marked

_NOISE, _COUNTRY = re.compile(r"[\s\-‐-―().·/]+"), re.compile(r"^(?:\+|00)86(?=\d)")
_UNKNOWN = marked("没有这个来源代码，请从列表中选择。")


def source_of(raw: str, known: Collection[str], field: str = "legacy_source") -> str | None:
    """A known code of a legacy source, None for nothing given. Raises ``Refused``."""
    code = raw.strip()
    if not code or code in known:
        return code or None
    raise Refused(Flaw(field=field, code="unknown_code", message=_UNKNOWN))


def source_at(reached: Iterable[str], known: Mapping[str, str]) -> str | None:
    """The source that was reached at the first of these numbers or mail addresses that was one; never raises.

    ``known`` is code → numbers and addresses, several with blanks.
    """
    codes = {_key(each): code for code, addresses in known.items() for each in addresses.split()}
    return next((codes[key] for each in reached if (key := _key(each)) and key in codes), None)


@lru_cache(maxsize=4096)
def _key(raw: str) -> str:
    """One form of a mail address or a number, whoever wrote it; empty for neither: +86 24 2233, 024-2233 → 242233."""
    text = unicodedata.normalize("NFKC", raw[:320]).strip().lower()
    if "@" in text:
        return text
    digits = _COUNTRY.sub("", _NOISE.sub("", text)).removeprefix("0")
    return digits if digits.isascii() and digits.isdigit() else ""
