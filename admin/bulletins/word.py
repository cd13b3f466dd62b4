"""What stages, acts and refusals of bulletins are called."""

from collections.abc import Mapping

from admin.bulletins.rectify import State
from admin.bulletins.store import Stage
from admin.desks import delivery
from channels.base import marked

STAGES: Mapping[str, str] = {
    Stage.DRAFT: marked("待第二人审定"),
    Stage.APPROVED: marked("已审定发送"),
    Stage.DROPPED: marked("已作废"),
}
STATES: Mapping[str, str] = {
    State.OPEN: marked("待单位整改"),
    State.ANSWERED: marked("已反馈待核查"),
    State.RETURNED: marked("退回再整改"),
    State.ACCEPTED: marked("整改已认可"),
}
SENDING: Mapping[str, str] = {**delivery.STATES, "skipped": marked("没有号码，已跳过")}
ACTS: Mapping[str, str] = {
    "made": marked("生成通报"),
    "approved": marked("审定并发送"),
    "dropped": marked("作废"),
    "resent": marked("重发短信"),
    "answered": marked("书面反馈整改"),
    State.ACCEPTED: marked("认可整改"),
    State.RETURNED: marked("退回再整改"),
}
PROBLEMS: Mapping[str, str] = {
    "missing_field": marked("请把内容填写完整。"),
    "missing_field:skip": marked("有单位没有领导号码。请管理员补登，或者勾选跳过。"),
    "invalid_value": marked(
        "内容不对：时期要像 2026-03、2026-W10、2026-Q1 或 2026，期限不能早于今天，文字不能超过2000字。"
    ),
    "invalid_value:period": marked("这个时期不对，或者已有一份通报。要重做，先把原稿作废。"),
    "invalid_value:personal": marked("文字里还有像姓名、电话、证件号、车牌、门牌的内容。请改写。"),
    "invalid_value:phone": marked("请填能收短信的手机号。"),
    "too_early": marked("这个时期还没有核定，不能通报。月、季度、年过完以后先在本页“核定数据”；周过完就能生成。"),
    "missing_field:sure": marked("核定后不能更改。请勾选确认后再核定。"),
    "invalid_value:closing": marked("这个时期还没有过完，或者已经核定。"),
    "too_late": marked("整改期限已过，短信里的日期不对了。请作废后重新生成。"),
    "calendar_missing": marked("整改期限所在的年份还没有工作日历。请管理员先载入，再生成通报。"),
    "forbidden": marked("生成的人不能自己审定，请另一人审定。"),
    "stale_version": marked("名单、号码或阶段刚刚变了，请看最新情况再决定。"),
    "out_of_turn": marked("这一项现在不等您处理，请看它现在的状态。"),
}


def problem(code: str, field: object) -> str:
    """The words for a refusal."""
    return PROBLEMS.get(f"{code}:{field}") or PROBLEMS.get(code, PROBLEMS["invalid_value"])
