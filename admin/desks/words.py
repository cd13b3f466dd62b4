"""How the desks call things: message ids for every closed word list of the procedure."""

from collections.abc import Mapping
from typing import Any

from channels import wording
from channels.base import marked
from tracking.domain.people import Role
from tracking.domain.scoring import Grade
from tracking.domain.stage import AssignmentStage
from tracking.domain.vocabulary import Card, Nature, ReworkCause, Verification


def _by_value(table: Mapping[Any, str]) -> Mapping[str, str]:
    """The words citizens are told, so that both sides call a thing the same."""
    return {str(member): word for member, word in table.items()}


KINDS: Mapping[str, str] = _by_value(wording.KINDS)
STAGES: Mapping[str, str] = _by_value(wording.STAGES)
IDENTITIES: Mapping[str, str] = _by_value(wording.IDENTITIES)
OUTCOMES: Mapping[str, str] = _by_value(wording.OUTCOMES)
SATISFACTION: Mapping[str, str] = _by_value(wording.SATISFACTION)
URGENCIES: Mapping[str, str] = _by_value(wording.URGENCIES)
PARTS: Mapping[str, str] = {
    AssignmentStage.TO_SIGN: marked("待签收"),
    AssignmentStage.HANDLING: marked("办理中"),
    AssignmentStage.SUBMITTED: marked("已报结待审"),
    AssignmentStage.COMPLETED: marked("已办结"),
    AssignmentStage.RETURN_PENDING: marked("退单待定"),
    AssignmentStage.RETURNED: marked("已退单"),
    AssignmentStage.SUSPENDED: marked("已挂起"),
    AssignmentStage.WITHDRAWN: marked("已收回"),
}
NATURES: Mapping[str, str] = {Nature.LEAD: marked("主办"), Nature.ASSIST: marked("协办")}
VERIFICATIONS: Mapping[str, str] = {
    Verification.TRUE: marked("属实"),
    Verification.FALSE: marked("不属实"),
    Verification.CANNOT_JUDGE: marked("无法判断"),
}
REWORK_CAUSES: Mapping[str, str] = {
    ReworkCause.NOT_DONE: marked("没有办成"),
    ReworkCause.NOT_TRUE: marked("回复不属实"),
    ReworkCause.NEW_FACTS: marked("诉求人提出新情况"),
}
ROLES: Mapping[str, str] = {
    Role.CITIZEN: marked("诉求人"),
    Role.OPERATOR: marked("受理"),
    Role.DISPATCHER: marked("转办督办"),
    Role.HANDLER: marked("承办单位"),
    Role.CALLER: marked("回访"),
    Role.LEADER: marked("领导"),
    Role.INSPECTOR: marked("电子监察"),
    Role.ASSESSOR: marked("绩效考评"),
    Role.ADMINISTRATOR: marked("系统管理"),
    Role.SYSTEM: marked("系统"),
}
DIVERSIONS: Mapping[str, str] = {
    "110": marked("110 报警"),
    "119": marked("119 火警"),
    "120": marked("120 急救"),
    "122": marked("122 交通事故"),
    "court": marked("人民法院"),
    "discipline": marked("纪检监察机关"),
    "elsewhere": marked("外地政务热线"),
}
TRACKS: Mapping[str, str] = {
    "xinfang": marked("信访事项（60天，可延长30天）"),
    "xinfang_review": marked("信访复查（30天）"),
    "xinfang_rereview": marked("信访复核（30天）"),
}
LEVELS: Mapping[str, str] = {
    "1": marked("一级：一般督办"),
    "2": marked("二级：重点督办"),
    "3": marked("三级：领导督办"),
    "4": marked("四级：挂牌督办"),
}
CARDS: Mapping[str, str] = {Card.YELLOW: marked("黄牌"), Card.RED: marked("红牌")}
UNIT_KINDS: Mapping[str, str] = {
    "district": marked("区、县（市）"),
    "bureau": marked("市直部门"),
    "central": marked("中省直单位"),
    "utility": marked("公用事业"),
    "branch": marked("分支热线"),
}
GRADES: Mapping[str, str] = {
    Grade.EXCELLENT: marked("优秀"),
    Grade.QUALIFIED: marked("合格"),
    Grade.UNQUALIFIED: marked("不合格"),
}
INDICATORS: Mapping[str, str] = {
    "N1": marked("及时签收率"),
    "N2": marked("及时联系率"),
    "N3": marked("按期办结率"),
    "N4": marked("诉求办结率"),
    "N5": marked("诉求解决率"),
    "N6": marked("群众满意率"),
    "N7": marked("回访核实率"),
    "N8": marked("重办率"),
    "N9": marked("不当退单率"),
}
GROUPS: Mapping[str, str] = {
    "A": marked("A组 区、县（市）"),
    "B1": marked("B1组 综合管理和社会管理服务部门"),
    "B2": marked("B2组 经济管理部门"),
    "B3": marked("B3组 执法监督部门"),
    "B4": marked("B4组 中省直驻沈单位"),
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "kinds": KINDS,
    "urgencies": URGENCIES,
    "stages": STAGES,
    "parts": PARTS,
    "natures": NATURES,
    "identities": IDENTITIES,
    "outcomes": OUTCOMES,
    "satisfactions": SATISFACTION,
    "verifications": VERIFICATIONS,
    "rework_causes": REWORK_CAUSES,
    "roles": ROLES,
    "diversions": DIVERSIONS,
    "unit_kinds": UNIT_KINDS,
    "grades": GRADES,
    "indicators": INDICATORS,
    "groups": GROUPS,
}
