"""Bytes to text, for mail whose label cannot be trusted.

Chinese programs write ``gb2312`` and mean GBK or more, so every name of that family is read as GB18030, which
contains them all. Bytes without a label, or with one that says nothing, are tried as UTF-8, GB18030 and Big5, in
that order. A label that does not fit its bytes counts as none, and a Chinese one loses to bytes that are UTF-8.
"""

from __future__ import annotations

import codecs
import re

_CHINESE = ("gb18030", "big5hkscs")
# Accents, Cyrillic, box drawing, kana, private use: none of it stands in a Chinese mail that was read rightly.
_STRANGE = re.compile("[\u00d8-\u00f6\u00f8-\u024f\u0400-\u04ff\u2500-\u257f\u3040-\u30ff\ue000-\uf8ff]")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_ALIASES = {"x-gbk": "gbk", "gb": "gbk", "gb_2312-80": "gb2312", "x-euc-cn": "gb2312", "x-x-big5": "big5"}
# Labels that programs put where they know nothing: with bytes above 127 they are as good as none.
_SILENT = {"ascii", "iso8859-1", "cp1252"}
_KNOWN = {
    *("utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "hz", "big5hkscs", "gb18030", "koi8-r", "koi8-u"),
    *("shift_jis", "euc_jp", "iso2022_jp", "cp932", "euc_kr", "iso2022_kr", "cp949", "johab", "tis-620"),
    *(f"iso8859-{part}" for part in range(2, 17)),
    *(f"cp125{part}" for part in range(9)),
}


def text(raw: bytes, label: str | None = None) -> str:
    """The text; what fits nothing is marked with U+FFFD. Never raises."""
    declared = _declared(label)
    universal = _strictly(raw, "utf-8")
    if universal is not None and _outweighs(universal, declared):
        return universal
    sure = _strictly(raw, declared) if declared else None
    if sure is not None:
        return sure
    return universal if universal is not None else _guessed(raw, declared)


def _outweighs(universal: str, declared: str | None) -> bool:
    """Bytes that are UTF-8 by mere chance give no ideographs: where there are some, a Chinese label is wrong."""
    return declared is None or (declared in _CHINESE and bool(_IDEOGRAPH.search(universal)))


def _guessed(raw: bytes, declared: str | None) -> str:
    """GB18030 fits most of what is Big5, but reads it as words nobody writes."""
    fitting = [each for name in _CHINESE if (each := _strictly(raw, name)) is not None]
    if fitting:
        return next((each for each in fitting if not _STRANGE.search(each)), fitting[0])
    names = (*filter(None, [declared]), "utf-8", *_CHINESE)
    best = min((raw.decode(name, "replace") for name in names), key=lambda each: each.count("\ufffd"))
    accents = sum(byte > 127 for byte in raw)
    return raw.decode("cp1252", "replace") if best.count("\ufffd") * 2 >= accents else best


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _declared(label: str | None) -> str | None:
    """The codec to believe in, None for a label that says nothing or that we do not know."""
    asked = (label or "").strip().strip("'\"").lower()[:40]
    try:
        name = codecs.lookup(_ALIASES.get(asked, asked)).name
    except (LookupError, ValueError, UnicodeError):
        return None
    name = _FAMILY.get(name, name)
    return name if name in _KNOWN and name not in _SILENT else None
