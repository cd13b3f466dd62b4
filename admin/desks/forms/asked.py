"""Fields that several forms ask for."""

from admin.desks import words
from admin.desks.field import Field, Widget
from channels.base import marked
from tracking.domain.vocabulary import Kind, Outcome

REASON = Field(name="reason", label=marked("理由"))
KIND = Field(name="kind", label=marked("诉求类型"), widget=Widget.OPTION, options=words.KINDS, becomes=Kind)
TOPIC = Field(name="topic", label=marked("问题分类"), widget=Widget.TOPIC, hint=marked("输入代码或名称"))
UNIT = Field(name="unit", label=marked("承办单位"), widget=Widget.UNIT)
MASTER = Field(name="master", label=marked("主单编号"), widget=Widget.LINE, hint=marked("并入哪一件诉求"))
BASIS = Field(name="basis", label=marked("派单依据"), hint=marked("为什么由这个单位承办"))
OUTCOME = Field(name="outcome", label=marked("办理结果"), widget=Widget.OPTION, options=words.OUTCOMES, becomes=Outcome)
