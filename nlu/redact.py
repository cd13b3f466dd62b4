"""Takes out of a text what points at a person, before anybody else may read it. A person still releases the result.

It would rather hide too much than too little; prices, dates, routes and short service numbers stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu import person

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_SPOKEN = dict(zip(map(ord, "零〇幺一二三四五六七八九"), "001123456789", strict=True))
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_BUILDING = r"[0-9a-z]{1,4}\s*(?:号楼|栋|幢|座|号院|#楼?)"
_STAIR = r"\d{1,2}\s*(?:单元|门洞)"
_FLOOR = r"\d{1,2}\s*[楼层]"
_ROOM = r"\d{1,4}(?:\s*(?:号房|房间|室|户|房|号|门))?(?![\d楼层年月日天元米人次点])"

PATTERNS = {
    "邮箱": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    "证件号": re.compile(r"(?<!\d)[1-9]\d{5}\s?(?:18|19|20)\d{2}\s?(?:0[1-9]|1[0-2])\d{2}\s?\d{3}[\dx](?!\d)"),
    "车牌": re.compile(rf"[{_PROVINCES}][\s·.]?[a-z][\s·.]?(?=[a-z]{{0,5}}\d)[a-z0-9]{{5,6}}(?![a-z0-9])"),
    "账号": re.compile(
        r"(?:qq|微信|wechat|vx|支付宝|抖音号?)(?:号码?|账号|群)?\s?(?:[:是为])?\s?[a-z0-9_-]{5,20}(?![a-z0-9_])"
    ),
    "电话": re.compile(
        r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s.·-]?\d){8}(?!\d)"
        r"|(?<!\d)\(?0\d{2,3}\)?[\s-]?[2-9]\d{6,7}(?!\d)"
        r"|(?:电话|手机|座机|来电|联系方式|致电|拨打)\D{0,6}[2-9]\d{6,7}(?!\d)"
    ),
    "号码": re.compile(
        r"(?<![\d.])\d{4}(?:[\s-]?\d{4}){2,3}[\s-]?\d{0,4}(?!\d)(?!\s*元)|(?<![\d.])\d{9,}(?!\s*[\d元.])"
    ),
    "门牌": re.compile(
        rf"(?:{_BUILDING}\s*)?{_STAIR}(?:\s*{_FLOOR})?(?:\s*{_ROOM})?"
        rf"|{_BUILDING}\s*(?:{_FLOOR}\s*)?\d{{3,4}}(?:\s*(?:号房|房间|室|户|房|号))?(?![\d年元米])"
        r"|(?<![\d-])\d{1,3}\s?[-—–]\s?\d{1,2}\s?[-—–]\s?\d{1,4}(?![\d-])"
        r"|(?<!\d)\d{1,4}\s*(?:室|号房)"
        r"|(?<=[路街巷道胡同里])\d{1,5}(?:-\d+)?号(?![线楼院文])"
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something personal: what (门牌, 电话, 姓名 …) and where in the text."""

    what: str
    start: int
    end: int


def findings(text: str) -> list[Finding]:
    """Return everything personal in ``text``, in order, never overlapping."""
    kept: list[Finding] = []
    for found in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
        elif found.end > kept[-1].end:
            kept[-1] = Finding(kept[-1].what, kept[-1].start, found.end)
    return kept


def redact(text: str) -> str:
    """Return ``text`` with everything personal replaced by what it was: 〔电话〕, 〔姓名〕 …"""
    pieces, position = [], 0
    for found in findings(text):
        pieces += [text[position : found.start], f"〔{found.what}〕"]
        position = found.end
    return "".join([*pieces, text[position:]])


def _all(text: str) -> Iterator[Finding]:
    """Search the text in narrow letters, then with spoken digits; positions stay those of the text."""
    narrow = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text.translate(_WIDE))
    for what, pattern in PATTERNS.items():
        for found in pattern.finditer(narrow):
            yield Finding(what, found.start(), found.end())
    for found in PATTERNS["电话"].finditer(narrow.translate(_SPOKEN)):
        yield Finding("电话", found.start(), found.end())
    for start, end in person.names(text):
        yield Finding("姓名", start, end)
