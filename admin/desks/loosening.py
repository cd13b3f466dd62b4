"""Which filters narrow a list, each in words and with the address of the same list without it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from admin.desks import words
from admin.desks.view import View
from admin.wiring import Container
from channels.base import marked


@dataclass(frozen=True, kw_only=True)
class Loose:
    """One filter: its message id, its value (a message id where ``coded``), and the list without it."""

    label: str
    value: str
    address: str
    coded: bool = False


LABELS: Mapping[str, str] = {
    "words": marked("要找的字"),
    "number": marked("编号"),
    "caller": marked("来电号码"),
    "kind": marked("诉求类型"),
    "urgency": marked("紧急程度"),
    "stage": marked("阶段"),
    "channel": marked("来源"),
    "topic": marked("问题分类"),
    "district": marked("区县"),
    "street": marked("街道"),
    "unit": marked("承办单位"),
    "since": marked("开始日期"),
    "until": marked("截止日期"),
    "late": marked("超期"),
}
_CODED: Mapping[str, Mapping[str, str]] = {
    "kind": words.KINDS,
    "urgency": words.URGENCIES,
    "stage": words.STAGES,
    "caller": {},
    "late": {"1": marked("只看超期")},
}
_ONE_NUMBER = marked("同一电话")


def loosened(view: View, container: Container) -> Sequence[Loose]:
    """In the order of the form."""
    return [_loose(view, container, name, value) for name, value in view.filters.items()]


def _loose(view: View, container: Container, name: str, value: str) -> Loose:
    city = container.city
    named: Mapping[str, Callable[[str], str]] = {
        "topic": city.topic_name,
        "district": city.place_name,
        "street": lambda code: city.place_name(None, code),
        "unit": city.unit_name,
        "channel": lambda code: next((each.name for each in city.codes("channels") if each.code == code), code),
    }
    coded = name in _CODED
    said = _ONE_NUMBER if name == "caller" else _CODED[name].get(value, value) if coded else value
    known = named[name](value) if name in named else said
    return Loose(label=LABELS[name], value=known or value, address=view.address(**{name: ""}), coded=coded)
