"""What the parts and gaps of notices are called, and an example of each gap."""

from collections.abc import Mapping

from channels.base import marked
from notify.letter import REMARKS

LETTERS: Mapping[str, str] = {
    "text": marked("正文"),
    "subject": marked("主题"),
    "sms": marked("短信：诉求人"),
    "followers": marked("短信：我也遇到的人"),
    "mail": marked("邮件：诉求人"),
    "leaders": marked("短信：单位领导"),
}
BULLETIN: Mapping[str, str] = {
    "excellent": marked("优秀，表扬"),
    "qualified": marked("合格，告知"),
    "unqualified": marked("不合格，批评：两个问题"),
    "unqualified_one": marked("不合格，批评：一个问题"),
    "few": marked("件数不足，不评等次"),
}
GAPS: Mapping[str, str] = {
    "city": marked("城市"),
    "number": marked("编号"),
    "code": marked("查询码"),
    "unit": marked("承办单位"),
    "reply": marked("答复或理由"),
    "remarks": marked("登记时的提示"),
    "address": marked("网站地址"),
    "period": marked("通报的时期"),
    "n": marked("办件数"),
    "a": marked("按期办结率"),
    "b": marked("群众满意率"),
    "s": marked("综合得分"),
    "group": marked("考评分组"),
    "r": marked("名次"),
    "indicator": marked("短板指标"),
    "x": marked("短板的数值"),
    "y": marked("合格线"),
    "p1": marked("主要问题"),
    "p2": marked("第二个问题"),
    "date": marked("整改日期"),
    "least": marked("至少要几件才排名"),
    "due": marked("到期件数"),
    "on_time": marked("按期办结件数"),
    "rated": marked("回访评价件数"),
}
# Of the city, for everybody who reads the preview: what a notice is filled with, not interface text.
EXAMPLE: Mapping[str, str] = {
    "number": "SY20260302-P-000123-7",
    "code": "K7M2PQ9X",
    "unit": "浑南区城市管理局",
    "reply": "经现场查看,破损的井盖已于3月3日更换,周边路面一并修整。如还有问题请随时反映。",
    "remarks": REMARKS.format(listed="- 附件超过3个,只保存了前3个"),
    "address": "https://minyi.example",
    "period": "2026年3月",
    "n": "128",
    "a": "96.1",
    "b": "91.4",
    "s": "88.25",
    "group": "B1组",
    "r": "3",
    "indicator": "群众满意率",
    "x": "84.2",
    "y": "85",
    "p1": "按期办结率88.0%(合格线90%)",
    "p2": "群众满意率79.5%(合格线85%)",
    "date": "4月15日",
    "least": "10",
    "due": "7",
    "on_time": "6",
    "rated": "4",
}
# Of a part that speaks of other numbers than the rest.
EXAMPLE_OF: Mapping[str, Mapping[str, str]] = {"few": {"n": "8"}}
