"""What the column's stages, acts and rules are called."""

from collections.abc import Mapping

from admin.media import candidate
from admin.media.stage import Act, Stage
from channels.base import marked

STAGES: Mapping[str, str] = {
    Stage.FOUND: marked("待选"),
    Stage.DRAFTED: marked("已成稿"),
    Stage.WITH_UNIT: marked("等单位申辩"),
    Stage.REPLIED: marked("单位已申辩"),
    Stage.PROPOSED: marked("待第二人审定"),
    Stage.PUBLISHED: marked("已刊播"),
    Stage.DROPPED: marked("不采用"),
    Stage.WITHDRAWN: marked("已撤回发布"),
}
ACTS: Mapping[str, str] = {
    Act.DRAFT: marked("保存稿件"),
    Act.ASK_UNIT: marked("送单位申辩"),
    Act.REPLY: marked("提交申辩"),
    Act.PROPOSE: marked("提请审定"),
    Act.SEND_BACK: marked("退回修改"),
    Act.RELEASE: marked("审定并发布"),
    Act.FOLLOW_UP: marked("登记追踪结果"),
    Act.CONFIRM: marked("审定追踪结果"),
    Act.DROP: marked("不采用这件"),
    Act.WITHDRAW: marked("撤回发布"),
}
CAUSES: Mapping[str, str] = {
    candidate.BEST: marked("满意率最高的单位"),
    candidate.WORST: marked("满意率最低的单位"),
    candidate.REWORKS: marked("重办三次以上"),
    candidate.RED: marked("红牌"),
}
TONES: Mapping[str, str] = {"good": marked("表扬"), "bad": marked("曝光")}
PROBLEMS: Mapping[str, str] = {
    "invalid_value": marked("文字太长，或者还有像姓名、电话、证件号、车牌、门牌、诉求编号的内容。请改写后再保存。"),
    "missing_field": marked("请把内容填写完整。"),
    "too_early": marked("单位的申辩期还没有过，也还没有答复。"),
    "forbidden": marked("写稿、提请或登记的人不能自己审定，请另一人审定。"),
    "too_late": marked("这件已经不能公开：它现在是举报、要求保密，或者没有同意公开。请选“不采用”或“撤回发布”。"),
    "out_of_turn": marked("这一步现在不能做，请看它现在的阶段。"),
    "stale_version": marked("别人刚刚处理过，请看最新情况再决定。"),
}
