"""The history of a petition in plain words: one line for each ledger entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from admin.desks import words
from admin.desks.fact import facts_of
from channels.base import marked
from routing.city import City
from tracking.domain.ledger import Entry
from tracking.domain.verb import Verb

Texts = Mapping[int, Mapping[str, str]]
Hide = Callable[[str], str]
SAID: Mapping[Verb, str] = {
    Verb.REGISTER: marked("登记受理"),
    Verb.TAKE_OVER: marked("由原系统转入"),
    Verb.CLASSIFY: marked("分类"),
    Verb.CORRECT: marked("更正类型"),
    Verb.ANSWER: marked("即时答复"),
    Verb.DECLINE: marked("不予受理"),
    Verb.DIVERT: marked("转出"),
    Verb.MERGE: marked("并单"),
    Verb.UNMERGE: marked("撤销并单"),
    Verb.TAKE_IN: marked("并入一件诉求"),
    Verb.LET_GO: marked("撤出一件并入的诉求"),
    Verb.JOIN: marked("有人反映同样遇到"),
    Verb.SPLIT: marked("拆单"),
    Verb.FOLLOW: marked("关联诉求变化"),
    Verb.DISPATCH: marked("派单"),
    Verb.ARBITRATE: marked("指定承办"),
    Verb.ADD_ASSIST: marked("增加协办"),
    Verb.SIGN: marked("签收"),
    Verb.CONTACT: marked("联系诉求人"),
    Verb.RETURN: marked("申请退单"),
    Verb.UPHOLD_RETURN: marked("同意退单"),
    Verb.REJECT_RETURN: marked("驳回退单"),
    Verb.REQUEST_EXTENSION: marked("申请延期"),
    Verb.GRANT_EXTENSION: marked("同意延期"),
    Verb.REFUSE_EXTENSION: marked("不同意延期"),
    Verb.REQUEST_SUSPENSION: marked("申请挂起"),
    Verb.GRANT_SUSPENSION: marked("同意挂起"),
    Verb.REFUSE_SUSPENSION: marked("不同意挂起"),
    Verb.RESUME: marked("恢复办理"),
    Verb.REPORT_BACK: marked("报结"),
    Verb.ACCEPT_REPORT: marked("审核通过"),
    Verb.SEND_BACK: marked("审核退回"),
    Verb.RECORD_CALLBACK: marked("回访"),
    Verb.RATE: marked("诉求人评价"),
    Verb.APPEAL_RATING: marked("评价申诉"),
    Verb.ANNUL_RATING: marked("评价申诉成立"),
    Verb.KEEP_RATING: marked("评价申诉不成立"),
    Verb.REWORK: marked("决定重办"),
    Verb.CLOSE: marked("结案"),
    Verb.REOPEN: marked("重新提出"),
    Verb.ASK: marked("请诉求人补充"),
    Verb.URGE: marked("催办"),
    Verb.ANSWER_URGE: marked("回复催办"),
    Verb.ADD_FACTS: marked("补充情况"),
    Verb.WITHDRAW: marked("撤回诉求"),
    Verb.REQUEST_DATA: marked("个人信息请求"),
    Verb.DECIDE_DATA: marked("个人信息请求的决定"),
    Verb.TERMINATE: marked("终止办理"),
    Verb.ARCHIVE: marked("归档"),
    Verb.RESCHEDULE: marked("期限按新日历确定"),
    Verb.SUPERVISE: marked("签发督办单"),
    Verb.ANSWER_ORDER: marked("回复督办单"),
    Verb.REMIND: marked("到期提醒"),
    Verb.ISSUE_YELLOW_CARD: marked("黄牌：超过办理期限"),
    Verb.ISSUE_RED_CARD: marked("红牌：超过督办期限"),
    Verb.CANCEL_CARD: marked("撤销督办牌"),
}
PURPOSES: Mapping[str, str] = {
    "said": marked("诉求"),
    "reason": marked("理由"),
    "note": marked("情况"),
    "reply": marked("答复"),
    "evidence": marked("证据"),
    "public_reply": marked("公开答复"),
    "explanation": marked("说明"),
    "words": marked("内容"),
    "question": marked("问题"),
    "answer": marked("回复"),
    "public_answer": marked("诉求人看到的回复"),
}
# What someone wants changed in the own data is for whoever decides on it, not for everybody who reads the record.
_ELSEWHERE = frozenset({"said", "data_request", "data_decision"})
_BAD = frozenset({Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry as shown. ``facts`` are (label, value, value is a message id); ``texts`` are (label, words)."""

    seq: int
    at: datetime
    what: str
    role: str
    unit: str
    actor: str
    channel: str
    part: int | None
    facts: Sequence[tuple[str, str, bool]]
    texts: Sequence[tuple[str, str]]
    bad: bool


def lines(entries: Sequence[Entry], texts: Texts, city: City, *, hide: Hide) -> Sequence[Line]:
    """The newest entry first. ``hide`` removes what this reader may not see from free text."""
    return [_line(entry, texts.get(entry.seq, {}), city, hide) for entry in reversed(entries)]


def _line(entry: Entry, texts: Mapping[str, str], city: City, hide: Hide) -> Line:
    return Line(
        seq=entry.seq,
        at=entry.at,
        what=SAID[entry.verb],
        role=words.ROLES[entry.role],
        unit=city.unit_name(entry.unit),
        actor=entry.actor,
        channel=entry.channel,
        part=entry.assignment,
        facts=facts_of(entry, city),
        texts=[
            (PURPOSES.get(purpose, purpose), hide(body)) for purpose, body in texts.items() if purpose not in _ELSEWHERE
        ],
        bad=entry.verb in _BAD,
    )
