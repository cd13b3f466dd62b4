"""What a petitioner is told, as message ids: stages, steps, what comes next. Official terms, plain sentences."""

from __future__ import annotations

from collections.abc import Mapping

from channels.base import marked as _
from tracking.domain.stage import PetitionStage as P
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind, Outcome, Satisfaction, Urgency

STAGES: Mapping[P, str] = {
    P.REGISTERED: _("已登记"),
    P.ANSWERED: _("已答复"),
    P.DECLINED: _("不予受理"),
    P.DIVERTED: _("已转出"),
    P.MERGED: _("已并单"),
    P.AWAITING_DISPATCH: _("待派单"),
    P.WITH_UNIT: _("承办中"),
    P.UNDER_REVIEW: _("待审核"),
    P.AWAITING_CALLBACK: _("待回访"),
    P.CLOSED: _("已结案"),
    P.ARCHIVED: _("已归档"),
    P.WITHDRAWN: _("已撤回"),
    P.TERMINATED: _("终止办理"),
}

NEXT: Mapping[P, str] = {
    P.REGISTERED: _("工作人员正在了解您反映的事情，随后转给承办单位。"),
    P.ANSWERED: _("已直接答复，见“公开答复”。"),
    P.DECLINED: _("这件事不由本平台办理，原因和可走的途径见“公开答复”。"),
    P.DIVERTED: _("已转给有权处理的机构，由该机构与您联系。"),
    P.MERGED: _("已有人反映同一件事，合并办理，结果同样答复您。"),
    P.AWAITING_DISPATCH: _("正在确定承办单位。"),
    P.WITH_UNIT: _("承办单位正在办理，办完后由监督部门审核。"),
    P.UNDER_REVIEW: _("承办单位已报结，监督部门正在审核。"),
    P.AWAITING_CALLBACK: _("已办完，等您评价。也可能有工作人员打电话回访。"),
    P.CLOSED: _("已结案。如果问题没有真正解决，30天内可以要求重新办理。"),
    P.ARCHIVED: _("已归档。"),
    P.WITHDRAWN: _("您已撤回这件诉求，不再办理。"),
    P.TERMINATED: _("已终止办理，原因见“公开答复”。"),
}

STEPS: Mapping[Verb, str] = {
    Verb.REGISTER: _("诉求已登记。"),
    Verb.TAKE_OVER: _("由原来的系统转入。"),
    Verb.CLASSIFY: _("已了解诉求内容并分类。"),
    Verb.CORRECT: _("更正了诉求的分类。"),
    Verb.ANSWER: _("工作人员已直接答复。"),
    Verb.DECLINE: _("决定不予受理。"),
    Verb.DIVERT: _("已转给有权处理的机构。"),
    Verb.MERGE: _("与反映同一件事的诉求合并办理。"),
    Verb.UNMERGE: _("恢复为单独办理。"),
    Verb.TAKE_IN: _("另一件反映同一件事的诉求并入本诉求。"),
    Verb.LET_GO: _("一件并入的诉求恢复为单独办理。"),
    Verb.JOIN: _("又有人反映遇到同样的问题。"),
    Verb.SPLIT: _("诉求中的另一件事已单独立项办理。"),
    Verb.FOLLOW: _("关联诉求的情况有了变化。"),
    Verb.DISPATCH: _("已转交%(unit)s办理。"),
    Verb.ARBITRATE: _("监督部门指定%(unit)s承办。"),
    Verb.ADD_ASSIST: _("%(unit)s参加协办。"),
    Verb.SIGN: _("%(unit)s已签收。"),
    Verb.CONTACT: _("%(unit)s登记：已与您联系。"),
    Verb.RETURN: _("%(unit)s认为不属于本单位职责，申请退单。"),
    Verb.UPHOLD_RETURN: _("退单成立，将重新确定承办单位。"),
    Verb.REJECT_RETURN: _("退单不成立，由原单位继续办理。"),
    Verb.REQUEST_EXTENSION: _("%(unit)s申请延期。"),
    Verb.GRANT_EXTENSION: _("同意延期。"),
    Verb.REFUSE_EXTENSION: _("不同意延期，按原期限办理。"),
    Verb.REQUEST_SUSPENSION: _("%(unit)s申请暂缓办理。"),
    Verb.GRANT_SUSPENSION: _("同意暂缓办理。"),
    Verb.REFUSE_SUSPENSION: _("不同意暂缓，继续办理。"),
    Verb.RESUME: _("恢复办理。"),
    Verb.REPORT_BACK: _("%(unit)s报告已办完。"),
    Verb.ACCEPT_REPORT: _("监督部门审核通过。"),
    Verb.SEND_BACK: _("监督部门审核不通过，退回继续办理。"),
    Verb.RECORD_CALLBACK: _("回访已记录。"),
    Verb.RATE: _("诉求人作出了评价。"),
    Verb.APPEAL_RATING: _("%(unit)s对评价提出申诉。"),
    Verb.ANNUL_RATING: _("申诉成立，该评价不计入考核。"),
    Verb.KEEP_RATING: _("申诉不成立，评价照常计算。"),
    Verb.REWORK: _("决定重新办理，由%(unit)s承办。"),
    Verb.CLOSE: _("诉求已结案。"),
    Verb.REOPEN: _("诉求重新打开。"),
    Verb.ASK: _("请您补充情况。"),
    Verb.URGE: _("催办已送达。"),
    Verb.ANSWER_URGE: _("%(unit)s已回复催办。"),
    Verb.ADD_FACTS: _("补充了情况。"),
    Verb.WITHDRAW: _("诉求已撤回。"),
    Verb.REQUEST_DATA: _("诉求人提出了个人信息方面的请求。"),
    Verb.DECIDE_DATA: _("个人信息方面的请求已有决定。"),
    Verb.TERMINATE: _("终止办理。"),
    Verb.ARCHIVE: _("已归档。"),
    Verb.RESCHEDULE: _("办理期限已按新公布的工作日历确定。"),
    Verb.SUPERVISE: _("监督部门已发督办单。"),
    Verb.ANSWER_ORDER: _("%(unit)s已回复督办单。"),
    Verb.REMIND: _("已提醒承办单位：期限将到。"),
    Verb.ISSUE_YELLOW_CARD: _("办理超过期限，已发黄牌督办。"),
    Verb.ISSUE_RED_CARD: _("督办期限又过，已发红牌。"),
    Verb.CANCEL_CARD: _("已发的督办牌经复核撤销。"),
}

OWN_STEPS: Mapping[Verb, str] = {
    Verb.REGISTER: _("您提交了诉求，已登记。"),
    Verb.RATE: _("您作出了评价。"),
    Verb.REOPEN: _("您要求重新办理。"),
    Verb.URGE: _("您催办了一次，已送达。"),
    Verb.ADD_FACTS: _("您补充了情况。"),
    Verb.WITHDRAW: _("您撤回了诉求。"),
    Verb.REQUEST_DATA: _("您提出了个人信息方面的请求。"),
}

KINDS: Mapping[Kind, str] = {
    Kind.INQUIRY: _("咨询"),
    Kind.HELP: _("求助"),
    Kind.COMPLAINT: _("投诉"),
    Kind.REPORT: _("举报"),
    Kind.SUGGESTION: _("建议"),
    Kind.PRAISE: _("表扬"),
}

URGENCIES: Mapping[Urgency, str] = {
    Urgency.CRITICAL: _("特急"),
    Urgency.URGENT: _("紧急"),
    Urgency.NORMAL: _("一般"),
}

IDENTITIES: Mapping[Identity, str] = {
    Identity.NAMED: _("实名公开"),
    Identity.CONFIDENTIAL: _("实名保密"),
    Identity.ANONYMOUS: _("匿名"),
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.SOLVED: _("解决"),
    Outcome.PARTLY_SOLVED: _("部分解决"),
    Outcome.UNSOLVED: _("未解决"),
    Outcome.EXPLAINED: _("解释说明"),
}

SATISFACTION: Mapping[Satisfaction, str] = {
    Satisfaction.VERY_SATISFIED: _("非常满意"),
    Satisfaction.SATISFIED: _("满意"),
    Satisfaction.BASICALLY_SATISFIED: _("基本满意"),
    Satisfaction.DISSATISFIED: _("不满意"),
    Satisfaction.VERY_DISSATISFIED: _("非常不满意"),
}
