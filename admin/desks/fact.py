"""The coded facts of a ledger entry, as (label, value, whether the value is a message id)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from admin.desks import words
from channels.base import marked
from routing.city import City
from tracking.domain.clock import CITY_ZONE
from tracking.domain.ledger import Entry
from tracking.domain.verb import Verb


def facts_of(entry: Entry, city: City) -> list[tuple[str, str, bool]]:
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
    coded = {name: facts[name] for name in _CODED if name in facts}
    return {**petition, **part, **facts.get("added", {}), **coded}


_CODED = ("was_kind", "was_topic", "child", "part", "card")
Shown = Callable[[Any, City], tuple[str, bool]]


def _word(table: Mapping[str, str]) -> Shown:
    return lambda value, _city: (table.get(str(value), str(value)), True)


def _plain(value: Any, _city: City) -> tuple[str, bool]:
    return str(value), False


def _moment(value: Any, _city: City) -> tuple[str, bool]:
    return f"{datetime.fromisoformat(value).astimezone(CITY_ZONE):%Y-%m-%d %H:%M}", False


def _unit(value: Any, city: City) -> tuple[str, bool]:
    return city.unit_name(str(value)), False


def _topic(value: Any, city: City) -> tuple[str, bool]:
    return city.topic_path(str(value)), False


def _code(name: str) -> Shown:
    return lambda value, city: (next((c.name for c in city.codes(name) if c.code == value), str(value)), False)


_SHOWN: Mapping[str, tuple[str, Shown]] = {
    "unit": (marked("承办单位"), _unit),
    "basis": (marked("依据"), _plain),
    "track": (marked("法定程序"), _word(words.TRACKS)),
    "master": (marked("并入"), _plain),
    "child": (marked("并入的诉求"), _plain),
    "part": (marked("拆出的诉求"), _plain),
    "card": (marked("督办牌"), _word(words.CARDS)),
    "order_level": (marked("督办级别"), _word(words.LEVELS)),
    "order_due_at": (marked("回复期限"), _moment),
    "suspension_asked_until": (marked("申请挂起到"), _moment),
    "suspended_until": (marked("挂起到"), _moment),
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
    Verb.TAKE_OVER: ("urgency",),
    Verb.DISPATCH: ("kind", "urgency"),
    Verb.ADD_ASSIST: ("kind", "urgency"),
    Verb.REWORK: ("kind", "urgency", "basis"),
}
