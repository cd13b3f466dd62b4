"""A field of a thing of the register: how it is typed, what it may be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin.desks import words
from admin.register.parameter_check import Range, refused
from admin.register.word import YES_NO
from channels.base import marked
from routing.city import ANYWHERE, DISCIPLINE_HOLDER, DISTRICT_HOLDER, City
from tracking.domain.vocabulary import Kind

GROUPS = ("A", "B1", "B2", "B3", "B4")
_MISSING = marked("请填写这一项。")
_LONG = marked("太长了，最多%(most)s字。")
_CHOOSE = marked("请从列表中选择。")
_DAY = marked("请填写日期，例如 2027-01-01。")
_ANYWHERE, _LOCAL = marked("全市"), marked("属地区县")
_DISCIPLINE = marked("纪检监察机关（人工转办）")


@dataclass(frozen=True, kw_only=True)
class Field:
    """``widget``: text, number, date, flag or select. ``fixed``: given when it is added, never changed afterwards."""

    name: str
    widget: str = "text"
    required: bool = True
    fixed: bool = False
    most: int = 60
    bounds: tuple[int, int] = (1, 999)

    def read(self, text: str, options: Mapping[str, str]) -> Any:
        """The value as the table keeps it. Raises ``Refused``."""
        if not text:
            if self.required:
                raise refused(self.name, _MISSING)
            return None
        if self.widget == "select" and text not in options:
            raise refused(self.name, _CHOOSE)
        return self._read(text)

    def _read(self, text: str) -> Any:
        if self.widget == "flag":
            return text == "yes"
        if self.widget == "number":
            low, high = self.bounds
            return int(Range.of(low, high).read(text, self.name))
        if self.widget == "date":
            return _day(text, self.name)
        if len(text) > self.most:
            raise refused(self.name, _LONG, most=self.most)
        return text

    def shown(self, value: Any) -> str:
        """As a form holds it."""
        if self.widget == "flag":
            return "no" if value is False else "yes"
        return "" if value is None else str(value)


def options(city: City, thing: str, field: Field) -> Mapping[str, str]:
    """Value → word of a select; the words of the city are no message ids and stay as they are."""
    if field.widget == "flag":
        return YES_NO
    if field.widget != "select":
        return {}
    return _LISTS[field.name if field.name != "kind" else f"{thing}.kind"](city)


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused(field, _DAY) from None


def _units(city: City) -> Mapping[str, str]:
    return {unit.code: f"{unit.code} {unit.short_name}" for unit in city.units() if unit.active}


def _places(city: City) -> Mapping[str, str]:
    known = city.register
    streets = {code: city.place_name(district, code) for code, (district, _) in known.streets.items()}
    return {ANYWHERE: _ANYWHERE, **known.districts, **streets}


_LISTS: Mapping[str, Callable[[City], Mapping[str, str]]] = {
    "parent": _units,
    "successor": _units,
    "unit": lambda city: {**_units(city), DISTRICT_HOLDER: _LOCAL, DISCIPLINE_HOLDER: _DISCIPLINE},
    "topic": lambda city: {code: f"{code} {name}" for code, name in city.leaves()},
    "place": _places,
    "district": lambda city: city.register.districts,
    "group": lambda _city: {each: each for each in GROUPS},
    "unit.kind": lambda _city: words.UNIT_KINDS,
    "rule.kind": lambda _city: {each: word for each, word in words.KINDS.items() if each != Kind.REPORT},
    "urgency": lambda _city: words.URGENCIES,
}
