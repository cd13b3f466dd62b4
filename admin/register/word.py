"""What the things of the register, their fields and the acts of the record are called."""

from collections.abc import Mapping

from channels.base import marked

THINGS: Mapping[str, str] = {
    "parameter": marked("参数"),
    "unit": marked("承办单位"),
    "topic": marked("问题分类"),
    "duty": marked("权责清单"),
    "rule": marked("派单规则"),
    "wording": marked("通知文字"),
}
ACTS: Mapping[str, str] = {
    "added": marked("新增"),
    "edited": marked("修改"),
    "entered": marked("录入待核"),
    "released": marked("核对生效"),
    "dropped": marked("作废"),
}
FIELDS: Mapping[str, str] = {
    "code": marked("代码"),
    "name": marked("名称"),
    "short_name": marked("简称"),
    "kind": marked("类别"),
    "group": marked("考评分组"),
    "parent": marked("上级单位"),
    "phone": marked("电话"),
    "successor": marked("承接单位"),
    "abolished_on": marked("撤并日期"),
    "active": marked("是否有效"),
    "topic": marked("问题分类"),
    "place": marked("适用地点"),
    "unit": marked("承办单位"),
    "basis": marked("依据"),
    "statutory_days": marked("法定时限（工作日）"),
    "position": marked("次序"),
    "urgency": marked("紧急程度"),
    "words": marked("含有任一词"),
    "district": marked("区、县（市）"),
    "reason": marked("理由"),
    "starts_on": marked("生效日期"),
    "effective_on": marked("生效日期"),
    "version": marked("版本"),
    "state": marked("状态"),
}
YES_NO: Mapping[str, str] = {"yes": marked("有效"), "no": marked("停用")}
EMPTY = marked("（空）")
