"""What stages, acts, kinds and causes of accountability are called."""

from collections.abc import Mapping

from admin.accountability import source
from admin.accountability.proposal import Cause, Kind, Subject
from admin.accountability.proposing import NOTE
from admin.accountability.stage import Act, Stage
from channels.base import marked

STAGES: Mapping[str, str] = {
    Stage.NOTED: marked("由通报办理"),
    Stage.PROPOSED: marked("待立案"),
    Stage.OPENED: marked("已立案，待决定"),
    Stage.EFFECTIVE: marked("已决定"),
    Stage.NOT_PURSUED: marked("不予追究"),
    Stage.APPEALED: marked("申诉待裁定"),
    Stage.UPHELD: marked("申诉后维持"),
    Stage.REVOKED: marked("申诉后撤销"),
    Stage.CLOSED: marked("已办结归档"),
}
RESULTS: Mapping[str, str] = {
    Stage.EFFECTIVE: marked("决定生效"),
    Stage.UPHELD: marked("申诉后维持"),
    Stage.REVOKED: marked("申诉后撤销"),
    Stage.NOT_PURSUED: marked("不予追究"),
}
ACTS: Mapping[str, str] = {
    NOTE: marked("登记线索"),
    Act.OPEN: marked("立案"),
    Act.KEEP: marked("补充记录"),
    Act.DECIDE: marked("作出决定"),
    Act.DROP: marked("不予追究"),
    Act.APPEAL: marked("提出申诉"),
    Act.UPHOLD: marked("维持决定"),
    Act.REVOKE: marked("撤销决定"),
    Act.CLOSE: marked("登记结果并办结"),
}
KINDS: Mapping[str, str] = {
    Kind.CRITICISM: marked("通报批评"),
    Kind.TALK: marked("约谈"),
    Kind.CANCEL_AWARD: marked("取消评优资格"),
    Kind.TRANSFER: marked("移送有权机关"),
}
SUBJECTS: Mapping[str, str] = {Subject.UNIT: marked("单位"), Subject.OFFICER: marked("人员")}
CAUSES: Mapping[str, str] = {
    Cause.ONCE: marked("当月不合格"),
    Cause.RUNNING_TALK: marked("连续不合格，达到约谈条件"),
    Cause.YEARLY_TALK: marked("年内多次不合格，达到约谈条件"),
    Cause.RUNNING_CANCEL: marked("连续不合格，达到取消评优资格条件"),
    Cause.RED_CARD: marked("红牌逾期未整改"),
    Cause.FAKING: marked("弄虚作假"),
    Cause.DISCLOSURE: marked("泄露举报人信息"),
    Cause.REFUSAL: marked("拒不执行指定承办"),
    Cause.RETALIATION: marked("打击报复诉求人"),
    Cause.LADDER: marked("批评和约谈后仍未整改"),
}
EVIDENCE: Mapping[str, str] = {
    source.PERIOD: marked("核定的月度数据"),
    source.DOCUMENT: marked("监督文书"),
    source.VETO: marked("一票否决认定"),
    source.ENTRY: marked("账本记录"),
}
PROBLEMS: Mapping[str, str] = {
    "invalid_value": marked(
        "内容不对：文字太长、写进了个人信息或诉求编号、账号不属于这个单位，或单位已经撤销。请改后再交。"
    ),
    "unknown_code": marked("没有这个单位，请从名单里选。"),
    "missing_field": marked("请把内容填写完整：没有依据、没有理由，不能作出。"),
    "forbidden": marked(
        "立案人、线索提出人不能自己决定，决定人不能裁定对它的申诉；本单位人员和当事人须回避。请另一人办理。"
    ),
    "too_late": marked("申诉期限已过，不能再提出申诉。"),
    "too_early": marked("单位的申诉期还没有过，现在不能办结。"),
    "out_of_turn": marked("这一步现在不能做，请看它现在的阶段。"),
    "stale_version": marked("别人刚刚处理过，请看最新情况再决定。"),
    "calendar_missing": marked("这一年的工作日历还没有载入，算不出申诉期限。请先由管理员载入。"),
    "not_found": marked("没有找到这件诉求，请核对编号。"),
}
