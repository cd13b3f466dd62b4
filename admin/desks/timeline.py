"""The history of a petition in plain words: one line for each ledger entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from admin.desks import words
from channels.base import marked
from routing.city import City
from tracking.domain.ledger import Entry
from tracking.domain.verb import Verb

Texts = Mapping[int, Mapping[str, str]]
Hide = Callable[[str], str]
SAID: Mapping[Verb, str] = {
    Verb.REGISTER: marked("登记受理"),
    Verb.CLASSIFY: marked("分类"),
    Verb.CORRECT: marked("更正类型"),
    Verb.ANSWER: marked("即时答复"),
    Verb.DECLINE: marked("不予受理"),
    Verb.DIVERT: marked("转出"),
    Verb.DISPATCH: marked("派单"),
    Verb.ADD_ASSIST: marked("增加协办"),
    Verb.SIGN: marked("签收"),
    Verb.CONTACT: marked("联系诉求人"),
    Verb.RETURN: marked("申请退单"),
    Verb.UPHOLD_RETURN: marked("同意退单"),
    Verb.REJECT_RETURN: marked("驳回退单"),
    Verb.REQUEST_EXTENSION: marked("申请延期"),
    Verb.GRANT_EXTENSION: marked("同意延期"),
    Verb.REFUSE_EXTENSION: marked("不同意延期"),
    Verb.REPORT_BACK: marked("报结"),
    Verb.ACCEPT_REPORT: marked("审核通过"),
    Verb.SEND_BACK: marked("审核退回"),
    Verb.RECORD_CALLBACK: marked("回访"),
    Verb.REWORK: marked("决定重办"),
    Verb.CLOSE: marked("结案"),
    Verb.REOPEN: marked("重新提出"),
    Verb.URGE: marked("催办"),
    Verb.ADD_FACTS: marked("补充情况"),
    Verb.WITHDRAW: marked("撤回诉求"),
    Verb.TERMINATE: marked("终止办理"),
    Verb.ARCHIVE: marked("归档"),
    Verb.REMIND: marked("到期提醒"),
    Verb.ISSUE_YELLOW_CARD: marked("黄牌:超过办理期限"),
    Verb.ISSUE_RED_CARD: marked("红牌:超过督办期限"),
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
}
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
        facts=_facts(entry, city),
        texts=[(PURPOSES.get(purpose, purpose), hide(body)) for purpose, body in texts.items() if purpose != "said"],
        bad=entry.verb in _BAD,
    )


def _facts(entry: Entry, city: City) -> list[tuple[str, str, bool]]:
    """The coded facts worth reading, in a fixed order."""
    known = _flat(entry)
    found = []
    for name, (label, shown) in _SHOWN.items():
        if known.get(name) is not None and name not in _SILENT.get(entry.verb, ()):
            value, coded = shown(known[name], city)
            found.append((label, value, coded))
    return found


def _flat(entry: Entry) -> dict[str, Any]:
    """What the entry changed, of the petition, its own assignment and the one it added."""
    facts = entry.facts
    part: dict[str, Any] = facts.get("assignments", {}).get(str(entry.assignment), {})
    petition = {name: value for name, value in facts.get("petition", {}).items() if name != "unit"}
    coded = {name: facts[name] for name in ("was_kind", "was_topic") if name in facts}
    return {**petition, **part, **facts.get("added", {}), **coded}


Shown = Callable[[Any, City], tuple[str, bool]]


def _word(table: Mapping[str, str]) -> Shown:
    return lambda value, _city: (table.get(str(value), str(value)), True)


def _plain(value: Any, _city: City) -> tuple[str, bool]:
    return str(value), False


def _unit(value: Any, city: City) -> tuple[str, bool]:
    return city.unit_name(str(value)), False


def _topic(value: Any, city: City) -> tuple[str, bool]:
    return city.topic_path(str(value)), False


def _code(name: str) -> Shown:
    return lambda value, city: (next((c.name for c in city.codes(name) if c.code == value), str(value)), False)


_SHOWN: Mapping[str, tuple[str, Shown]] = {
    "unit": (marked("承办单位"), _unit),
    "basis": (marked("依据"), _plain),
    "was_kind": (marked("原类型"), _word(words.KINDS)),
    "kind": (marked("类型"), _word(words.KINDS)),
    "was_topic": (marked("原分类"), _topic),
    "topic": (marked("问题"), _topic),
    "urgency": (marked("紧急程度"), _word(words.URGENCIES)),
    "decline_reason": (marked("理由"), _code("decline_reasons")),
    "diverted_to": (marked("转往"), _word(words.DIVERSIONS)),
    "return_reason": (marked("退单理由"), _code("return_reasons")),
    "return_target": (marked("建议承办"), _unit),
    "reported_outcome": (marked("办理结果"), _word(words.OUTCOMES)),
    "callback_verified": (marked("核实"), _word(words.VERIFICATIONS)),
    "callback_outcome": (marked("解决"), _word(words.OUTCOMES)),
    "satisfaction": (marked("满意度"), _word(words.SATISFACTION)),
    "rework_cause": (marked("重办原因"), _word(words.REWORK_CAUSES)),
    "outcome": (marked("结果"), _word(words.OUTCOMES)),
}
_SILENT: Mapping[Verb, tuple[str, ...]] = {
    Verb.REGISTER: ("urgency",),
    Verb.DISPATCH: ("kind", "urgency"),
    Verb.ADD_ASSIST: ("kind", "urgency"),
    Verb.REWORK: ("kind", "urgency", "basis"),
}
