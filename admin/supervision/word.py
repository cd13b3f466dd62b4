"""How the desks call documents, their states and what is done with them."""

from collections.abc import Mapping

from admin.supervision.ladder import State, Step
from channels.base import marked

STEPS: Mapping[str, str] = {
    Step.YELLOW: marked("黄牌督办书"),
    Step.RED: marked("红牌整改通知书"),
    Step.CRITICISM: marked("通报批评"),
    Step.TALK: marked("约谈通知书"),
    Step.ACCOUNTABILITY: marked("问责建议书"),
    Step.ORDER: marked("督办单"),
    Step.PROPOSAL: marked("监察建议书"),
}
STATES: Mapping[str, str] = {
    State.ISSUED: marked("待回复"),
    State.REPLIED: marked("已回复待核查"),
    State.REJECTED: marked("核查未通过"),
    State.CORRECTED: marked("已整改"),
    State.CANCELLED: marked("文书已撤销"),
}
FOUND: Mapping[str, str] = {**STATES, "late": marked("超期未回复"), "appealed": marked("申诉待定")}
ACTS: Mapping[str, str] = {
    "issued": marked("签发"),
    "replied": marked("单位回复"),
    "reported": marked("单位报结"),
    "appealed": marked("单位申诉"),
    "appeal_upheld": marked("申诉成立"),
    "appeal_rejected": marked("申诉不成立"),
    "corrected": marked("核查：已整改"),
    "not_corrected": marked("核查：未整改"),
    "cancelled": marked("撤销"),
    "result_noted": marked("登记结果和成效"),
    "extended": marked("同意延期，期限随之延长"),
    "convened": marked("召集会商"),
    "concluded": marked("会商已有结论"),
    "not_told": marked("同意延期，新期限待日历发布后确定"),
    "not_extended": marked("同意延期，本文书期限不变：由监督部门另定"),
}
