"""Finds amounts of money: 3500元, 三千五百块, 一万二, 1.8元/平."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlu.quantity import NUMBER, value

_UNITS = {"万元": 10_000, "亿元": 100_000_000, "元": 1, "块": 1, "圆": 1, "角": 0.1, "毛": 0.1, "分": 0.01}
_ABOUT = "[多来几余]?"
_AMOUNT = re.compile(
    rf"(?P<sign>[¥￥]\s?)?(?P<number>{NUMBER})(?P<about>{_ABOUT})\s?(?P<large>[万千百]?)(?P<more>{_ABOUT})\s?"
    r"(?P<unit>万元|亿元|元|块钱?(?![地砖石板牌头])|圆|角钱|角(?=[,，。;；!！、\s]|$)|毛钱|毛(?=[,，。;；!！、\s]|$))?"
    r"(?:(?P<tenths>[一二两三四五六七八九\d])(?:毛|角)?(?=[,，。;；!！、\s钱一]|$))?"
)
_LARGE = {"": 1, "百": 100, "千": 1000, "万": 10_000}
_SPENT = re.compile(
    r"(?:花了?|交了?|收了?|付了?|欠了?|赔了?|罚了?|要了?|给了?|转了?|借了?|退了?|扣了?|骗了?|押金|工资|租金|费用?|一共|共计|总共)(?:我们?|他)?$"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """``yuan`` as the words say; 多 and 来 (about) are left out."""

    words: str
    yuan: Decimal


def amounts(text: str) -> Iterator[Amount]:
    """Yield amounts in order. A bare 一万二 counts after words of paying, at no other place."""
    for found in _AMOUNT.finditer(text):
        number = value(found["number"])
        paid = found["unit"] or found["sign"] or (_is_round(found) and _SPENT.search(text, 0, found.start()))
        if number is None or not paid:
            continue
        unit = (found["unit"] or "元").removesuffix("钱")
        yuan = number * _LARGE[found["large"]] * _UNITS[unit] + _tenths(found, unit)
        yield Amount(found.group().strip(), Decimal(f"{yuan:.2f}"))


def _is_round(found: re.Match[str]) -> bool:
    """Whether a bare number may be money: a long one, or one with 百, 千 or 万."""
    return found["large"] != "" or re.search(r"[百千万]|^\d{3,6}$", found["number"]) is not None


def _tenths(found: re.Match[str], unit: str) -> float:
    """三块五 is 3.5."""
    tenths = value(found["tenths"]) if found["tenths"] and unit in {"块", "元"} and found["unit"] else None
    return (tenths or 0) / 10
