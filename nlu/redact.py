"""Takes out of a text what points at a person, before anybody else may read it. A person still releases the result.

It would rather hide too much than too little; prices, dates, routes and short service numbers stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlu import digit, door, person
from nlu.scene import Span

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SERVICES = "qq|扣扣|微信|薇信?|威信|weixin|wechat|[vw]x|v信|加v|支付宝|抖音|快手|微博|小红书|telegram|whatsapp|陌陌"
_PAPERS = (
    "合同|订单|运单|快递|单|户|学籍|案|档案|编|工|警|车架|准考证|发票|收据|证|登记|流水|护照|社保|保单|会员|病历|受理"
    "|电表|燃气"
)
_PLATE = (
    rf"(?:[{_PROVINCES}][\s·.•-]{{0,2}}[a-z][\s·.•-]?|沈阳|wj[{_PROVINCES}]?)(?=[a-z]{{0,5}}\s?\d)[a-z0-9](?:\s?[a-z0-9]){{3,5}}"
    r"(?:\s?[学警港澳挂领试超])?(?![a-z0-9])|(?<!\d)\d{6}使"
)
_ACCOUNT = (
    rf"(?:{_SERVICES})\s?(?:号码?|账号|帐号|id|群|名)*\s?[:：是为]?\s?"
    r"(?P<hidden>@?[a-z0-9_-]{4,25})(?![a-z0-9_]|\s?[元块])|(?<![a-z0-9])(?P<also>@[\w-]{2,15})"
)
_PAPER = (
    rf"(?:(?:{_PAPERS})(?:编|字)?号码?|编号|车架|护照|运单|快递|证件|身份证|通行证|[字权]第)\s?[:：是为]?\s?"
    r"(?!\d{4}年)(?P<hidden>(?=[a-z-]{0,8}\d)[a-z0-9-]{4,30})"
    r"|(?P<also>[(（〔\[]\d{4}[)）〕\]][一-鿿]{1,3}\d{2,6}[一-鿿]{1,6}\d{1,6}号)"
)
PATTERNS = {
    "邮箱": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    "车牌": re.compile(_PLATE),
    "账号": re.compile(_ACCOUNT),
    "号码": re.compile(_PAPER),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something personal: what (门牌, 电话, 姓名 …) and where in the text."""

    what: str
    start: int
    end: int


def findings(text: str, *, places: Iterable[Span] = ()) -> list[Finding]:
    """Return everything personal in ``text``, in order, never overlapping. ``places`` are no names of persons."""
    kept: list[Finding] = []
    for found in sorted(_all(text, places), key=lambda one: (one.start, -one.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
        elif found.end > kept[-1].end:
            kept[-1] = Finding(kept[-1].what, kept[-1].start, found.end)
    return kept


def redact(text: str, *, places: Iterable[Span] = ()) -> str:
    """Return ``text`` with everything personal replaced by what it was: 〔电话〕, 〔姓名〕 …"""
    pieces, position = [], 0
    for found in findings(text, places=places):
        pieces += [text[position : found.start], f"〔{found.what}〕"]
        position = found.end
    return "".join([*pieces, text[position:]])


def _all(text: str, places: Iterable[Span]) -> Iterator[Finding]:
    """Search in narrow letters, for long numbers with spoken digits as well; positions stay those of the text."""
    narrow = digit.narrow(text)
    for what, start, end in digit.numbers(digit.spoken(narrow)):
        yield Finding(what, start, end)
    for what, pattern in PATTERNS.items():
        for found in pattern.finditer(narrow):
            yield Finding(what, *found.span(found.lastgroup or 0))
    for start, end in door.doors(narrow):
        yield Finding("门牌", start, end)
    for start, end in person.names(text, places=places):
        yield Finding("姓名", start, end)
