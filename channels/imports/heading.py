"""What the columns of a table are: recognised by the names that old systems give them, or told by a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from channels.base import Flaw, Refused, marked

LEFT_OUT = "-"
_NOISE = re.compile(r"[\s_\-*:：()（）\[\]【】.、/]+")
_NO_FIELD = marked("“%(given)s”不是可以导入的栏目。")
_NO_COLUMN = marked("表里没有“%(given)s”这一列。")
_TWICE = marked("“%(given)s”对应了两列，请只留一列。")
_SHOWN = 40
Mapped = Mapping[str, int]


@dataclass(frozen=True)
class Field:
    """One thing that can be imported: how people call it, and under which ``headings`` (between blanks) it is found.

    ``personal`` fields are never shown in full nor written into a list of errors.
    """

    label: str
    headings: str
    required: bool = False
    personal: bool = False


FIELDS: Mapping[str, Field] = {
    "external_id": Field(
        marked("原编号"),
        "编号 工单编号 工单号 诉求编号 受理编号 受理单号 流水号 id number caseid externalid",
        required=True,
    ),
    "received_at": Field(
        marked("受理时间"),
        "受理时间 来电时间 登记时间 诉求时间 反映时间 来信时间 创建时间 receivedat createdat received",
        required=True,
    ),
    "text": Field(
        marked("诉求内容"),
        "诉求内容 内容 反映内容 工单内容 来电内容 问题描述 诉求描述 text content description",
        required=True,
        personal=True,
    ),
    "title": Field(marked("标题"), "标题 诉求标题 工单标题 主题 title subject", personal=True),
    "phone": Field(marked("联系电话"), "联系电话 来电号码 电话 手机 手机号 电话号码 phone mobile tel", personal=True),
    "name": Field(marked("姓名"), "姓名 诉求人 来电人 诉求人姓名 联系人 name", personal=True),
    "identity": Field(marked("身份方式"), "身份方式 实名方式 identity"),
    "district": Field(marked("区县"), "区县 所属区县 行政区 区域 district"),
    "place": Field(marked("地点"), "地点 地址 事发地点 事发地址 详细地址 place address", personal=True),
    "kind": Field(marked("诉求类型"), "诉求类型 工单类型 类型 类别 kind type"),
    "topic": Field(marked("问题分类"), "问题分类 分类 诉求分类 topic category"),
    "channel": Field(marked("渠道"), "渠道 受理渠道 来源渠道 诉求来源 来源 channel"),
    "legacy_source": Field(marked("老号码代码"), "老号码 来源代码 原渠道代码 legacysource"),
    "unit": Field(marked("承办单位"), "承办单位 办理单位 责任单位 主办单位 unit department"),
    "closed_at": Field(marked("办结时间"), "办结时间 结案时间 完成时间 closedat closed"),
    "outcome": Field(marked("办理结果"), "办理结果 结果 是否解决 outcome result"),
    "satisfaction": Field(marked("满意度"), "满意度 满意情况 回访结果 satisfaction"),
    "reply": Field(marked("答复内容"), "答复内容 答复 办理情况 处理结果 回复内容 reply answer", personal=True),
}
_BY_HEADING = {heading: name for name, field in FIELDS.items() for heading in field.headings.split()}


def recognised(headings: Sequence[str]) -> Mapped:
    """Field → column; of two columns that could be the same field the first is taken."""
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        name = _BY_HEADING.get(_bare(heading))
        if name:
            found.setdefault(name, column)
    return found


def corrected(mapped: Mapped, headings: Sequence[str], told: Mapping[str, str]) -> Mapped:
    """What a person says wins: heading → field, or ``-`` to leave a column out. Raises ``Refused``."""
    found, taken = dict(mapped), set()
    for heading, name in told.items():
        if heading not in headings:
            raise _refused(heading, _NO_COLUMN)
        column = headings.index(heading)
        found = {field: at for field, at in found.items() if at != column}
        if name == LEFT_OUT:
            continue
        if name not in FIELDS:
            raise _refused(name, _NO_FIELD)
        if name in taken:
            raise _refused(name, _TWICE)
        taken.add(name)
        found[name] = column
    return found


def lacking(mapped: Mapped) -> Sequence[str]:
    """The labels of required fields for which there is no column."""
    return [field.label for name, field in FIELDS.items() if field.required and name not in mapped]


def told_by(text: str) -> Mapping[str, str]:
    """``诉求描述=text,备注=-`` as a mapping. Raises ``Refused``."""
    pairs = [each.rpartition("=") for each in text.split(",") if each.strip()]
    for heading, _, name in pairs:
        if not heading or not name:
            raise _refused(name or heading, _NO_FIELD)
    return {heading.strip(): name.strip() for heading, _, name in pairs}


def _bare(heading: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).lower()


def _refused(given: str, message: str) -> Refused:
    return Refused(Flaw(field="mapping", code="unknown_code", message=message, values={"given": given[:_SHOWN]}))
