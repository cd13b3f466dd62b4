"""What a unit, a topic, a duty or a rule must be, beside the shape of each of its fields."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from admin.register.parameter_check import refused
from channels.base import marked
from routing.city import DISCIPLINE_HOLDER, DISTRICT_HOLDER, Register

Values = Mapping[str, Any]
Check = Callable[[Register, Values, Values | None, date], None]
_UNIT_CODE = re.compile(r"[A-Z]\d{2,5}", re.ASCII)
_TOPIC_CODE = re.compile(r"\d{6}", re.ASCII)
_NO_CODE = marked("单位代码是一个大写字母加二到五位数字，例如 B150。")
_NAME_TAKEN = marked("另一个有效单位已用这个简称。")
_CIRCLE = marked("这样会绕成一圈：单位不能是自己的上级或承接单位。")
_BOTH = marked("撤并要同时填写承接单位和撤并日期。")
_ABOLISHED = marked("这个单位已撤并或即将撤并，请选仍然有效的单位。")
_NOT_BACK = marked("日期不能早于今天。")
_TOPIC = marked("分类代码是六位数字，且上级分类要先有，例如 010199 属于 010100。")
_HAS_LEAVES = marked("下面还有有效的分类，请先停用它们。")
_NO_CONDITION = marked("至少填写一个条件。")
_NO_PREFIX = marked("填写已有分类代码的前二、四或六位。")
_NO_HOLDER = marked("规则要指定一个单位；留空则转人工。")


def check_unit(register: Register, new: Values, before: Values | None, today: date) -> None:
    """Raises ``Refused``: code, name in use, circles, a successor that is abolished itself."""
    code = new["code"]
    if before is None and not _UNIT_CODE.fullmatch(code):
        raise refused("code", _NO_CODE)
    others = [unit for unit in register.units.values() if unit.active and unit.code != code]
    if any(unit.short_name == new["short_name"] for unit in others):
        raise refused("short_name", _NAME_TAKEN)
    _no_circle(code, "parent", new["parent"], {unit.code: unit.parent for unit in others})
    if (new["successor"] is None) is not (new["abolished_on"] is None):
        raise refused("successor", _BOTH)
    if new["successor"] is not None:
        _succeeded(register, new, before, today)


def _succeeded(register: Register, new: Values, before: Values | None, today: date) -> None:
    heir = register.units[new["successor"]]
    _no_circle(new["code"], "successor", heir.code, {each.code: each.successor for each in register.units.values()})
    if not heir.active or heir.abolished_on is not None:
        raise refused("successor", _ABOLISHED)
    if new["abolished_on"] < today and (before is None or before["abolished_on"] != new["abolished_on"]):
        raise refused("abolished_on", _NOT_BACK)


def _no_circle(code: str, field: str, above: str | None, next_of: Mapping[str, str | None]) -> None:
    seen: set[str] = set()
    while above is not None and above not in seen:
        if above == code:
            raise refused(field, _CIRCLE)
        seen.add(above)
        above = next_of.get(above)


def check_topic(register: Register, new: Values, _before: Values | None, _today: date) -> None:
    """Raises ``Refused``: a code without its level above, retiring what still has leaves."""
    code, above = new["code"], _above(new["code"])
    if not _TOPIC_CODE.fullmatch(code) or code == "000000" or (above and above not in register.topics):
        raise refused("code", _TOPIC)
    if not new["active"]:
        prefix = code.removesuffix("00").removesuffix("00")
        below = (each for each in register.topics if each.startswith(prefix) and each != code)
        if code.endswith("00") and any(each not in register.retired for each in below):
            raise refused("active", _HAS_LEAVES)


def _above(code: str) -> str | None:
    if code.endswith("0000"):
        return None
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def check_duty(_register: Register, _new: Values, _before: Values | None, _today: date) -> None:
    """Its fields say it all."""


def check_rule(register: Register, new: Values, before: Values | None, today: date) -> None:
    """Raises ``Refused``: no condition, an unknown topic, a day that has passed."""
    if not any(new[name] for name in ("topic", "kind", "urgency", "words", "district")):
        raise refused("topic", _NO_CONDITION)
    if new["topic"] is not None and new["topic"].ljust(6, "0") not in register.topics:
        raise refused("topic", _NO_PREFIX)
    if new["unit"] in (DISTRICT_HOLDER, DISCIPLINE_HOLDER):
        raise refused("unit", _NO_HOLDER)
    if new["starts_on"] < today and (before is None or before["starts_on"] != new["starts_on"]):
        raise refused("starts_on", _NOT_BACK)


CHECKS: Mapping[str, Check] = {"unit": check_unit, "topic": check_topic, "duty": check_duty, "rule": check_rule}
