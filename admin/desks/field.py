"""The fields of a form: what is asked, how it is asked, and what typed text becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from admin.desks.entry import moment_in
from channels.base import marked
from routing.city import City

MISSING = marked("请填写这一项。")
NOT_ON_LIST = marked("请从列表中选择。")
NOT_A_MOMENT = marked("请填写日期和时间。")
NOT_A_NUMBER = marked("请填写大于零的整数。")
TOO_LONG = marked("最多2000字，请缩短。")
MOST_CHARACTERS = 2000
Values = Mapping[str, str]


class Widget(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    AREA = "area"
    OPTION = "option"
    CODE = "code"
    UNIT = "unit"
    TOPIC = "topic"
    CHECK = "check"
    MOMENT = "moment"
    COUNT = "count"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. ``options`` maps values to message ids; ``codes`` names a code list of the city;
    a ``templated`` text may begin with a template."""

    name: str
    label: str
    widget: Widget = Widget.AREA
    required: bool = True
    options: Mapping[str, str] = field(default_factory=dict)
    codes: str = ""
    hint: str = ""
    templated: bool = False
    becomes: Callable[[str], Any] = str


class Flawed(Exception):
    """What was typed cannot be used; ``flaws`` maps field names to message ids."""

    def __init__(self, flaws: Mapping[str, str]) -> None:
        super().__init__(", ".join(flaws))
        self.flaws = flaws


def read(asked: Sequence[Field], typed: Values, city: City) -> dict[str, Any]:
    """The values a verb is given; fields left empty are left out. Raises ``Flawed``."""
    values, flaws = {}, {}
    for each in asked:
        text = typed.get(each.name, "")
        try:
            if text:
                values[each.name] = _value(each, text, city)
            elif each.widget is Widget.CHECK and not each.required:
                values[each.name] = False
            elif each.required:
                flaws[each.name] = MISSING
        except (ValueError, KeyError) as error:
            flaws[each.name] = str(error.args[0]) if error.args else NOT_ON_LIST
    if flaws:
        raise Flawed(flaws)
    return values


def topic_in(text: str, city: City) -> str:
    """A topic as picked (``010101 垃圾清运不及时``) or typed by code or name. Raises ``ValueError``."""
    code = text.split(maxsplit=1)[0]
    leaves = dict(city.leaves())
    if code in leaves:
        return code
    named = [known for known, name in leaves.items() if name == text]
    if len(named) != 1:
        raise ValueError(NOT_ON_LIST)
    return named[0]


def _value(asked: Field, text: str, city: City) -> Any:
    match asked.widget:
        case Widget.OPTION:
            return asked.becomes(_one_of(asked.options, text))
        case Widget.CODE:
            return _one_of([code.code for code in city.codes(asked.codes)], text)
        case Widget.UNIT:
            return _one_of([unit.code for unit in city.units() if unit.active], text)
        case Widget.TOPIC:
            return topic_in(text, city)
        case Widget.CHECK:
            return True
        case Widget.MOMENT:
            return _moment(text)
        case Widget.COUNT:
            return _count(text)
        case _:
            return _short(text)


def _one_of(known: Sequence[str] | Mapping[str, str], text: str) -> str:
    if text not in known:
        raise ValueError(NOT_ON_LIST)
    return text


def _short(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise ValueError(TOO_LONG)
    return text


def _moment(text: str) -> Any:
    try:
        return moment_in(text)
    except ValueError as error:
        raise ValueError(NOT_A_MOMENT) from error


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 1000:
        raise ValueError(NOT_A_NUMBER)
    return int(text)
