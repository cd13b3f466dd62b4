"""Tables as old systems export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADINGS = (
    "工单编号",
    "受理时间",
    "诉求内容",
    "联系电话",
    "姓名",
    "区县",
    "诉求类型",
    "承办单位",
    "办结时间",
    "办理结果",
    "满意度",
    "答复",
)
GOOD = (
    *(
        "2019-001",
        "2019-05-06 08:30",
        "和平区南京街路灯不亮",
        "13800001111",
        "诉求人甲",
        "和平区",
        "投诉",
        "市城市管理综合行政执法局",
    ),
    *("2019年5月9日 16:00", "解决", "满意", "已更换灯泡"),
)


def row(**changed: str) -> list[str]:
    """A good row with some cells changed, by heading."""
    return [changed.get(heading, cell) for heading, cell in zip(HEADINGS, GOOD, strict=True)]


def as_csv(
    *rows: Sequence[str], headings: Sequence[str] = HEADINGS, coding: str = "utf-8", separator: str = ","
) -> bytes:
    """A CSV file."""
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows([headings, *rows])
    return written.getvalue().encode(coding)


def as_excel(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """An Excel workbook."""
    book, body = Workbook(), io.BytesIO()
    for each in [headings, *rows]:
        book.worksheets[0].append(list(each))
    book.save(body)
    return body.getvalue()
