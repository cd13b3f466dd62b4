"""Finds the door somebody lives behind: building, stair, floor and room, or the number in a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

_N = r"(?:[0-9]{1,4}|[一二三四五六七八九十百零〇]{1,4})"
_NUMBERED = (
    rf"[a-z]?{_N}[a-z甲乙丙丁]?(?:-\d{{1,3}})?\s?"
    r"(?:号楼|号院|期|栋|幢|座|单元|门洞|门(?!诊)|楼|层|号房|房间|室|户(?!型)|房|寝|舍|组|巷|号(?![线口门楼])|#楼?)"
)
_LETTERED = r"[a-z](?:座|区|栋|单元)|[东南西北]楼"
_SIDE = r"[东西南北中左右](?:户|门|侧|屋)"
_UNIT = r"(?![\d年月日天点时分元块万米平度吨个人次名户台辆%路线])"
_DASHED = r"[a-z]?\d{1,4}[甲乙丙丁]?(?:\s?[-—–#]\s?\d{1,4}){1,3}"
_BARE = r"[a-z]?\d{1,4}|[零〇一二三四五六七八九]{3,4}"
_PART = rf"(?:{_NUMBERED}|{_LETTERED}|{_SIDE}|(?:{_DASHED}|{_BARE}){_UNIT})"
_NOT_A_DATE = r"(?<![\d月年第.-])"

_DOORS = (
    re.compile(rf"{_NOT_A_DATE}(?:{_NUMBERED}|{_LETTERED})(?:[\s,，-]?{_PART})+"),
    re.compile(r"(?<![\da-z.-])[a-z]?\d{1,3}[甲乙丙丁]?\s?[-—–#]\s?\d{1,2}(?:\s?[-—–]\s?\d{1,4}){1,2}(?!\d|\s?[元块])"),
    re.compile(rf"(?<![\d第]){_N}\s?单元|(?<!\d)[a-z]?\d{{3,4}}\s?(?:室|号房|寝)"),
    re.compile(
        rf"(?<=[路街巷道同里弄镇乡村屯堡])\d{{1,4}}[甲乙丙丁]?(?:-\d{{1,3}})?号(?![线楼院文])(?:[\s,，-]?{_PART})*"
    ),
)
_YEAR = re.compile(r"(?:19|20)\d\d\s?[-—–]")


def doors(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every door in ``text``, which is in narrow lower-case letters."""
    for pattern in _DOORS:
        for found in pattern.finditer(text):
            if not _YEAR.match(found.group()):
                yield found.span()
