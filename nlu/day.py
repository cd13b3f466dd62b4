"""Days and spans of days: 昨天, 上周五, 3月5号, 上个月底, 去年."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from nlu.quantity import value

_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}
_NEAR = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "": 0}
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_PART, _DOM = "|".join(_PARTS), r"[0-3]?\d|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_YEAR = rf"(?:(?P<year>(?:19|20)\d\d|二[〇零]?[〇零一二三四五六七八九]{{2}})年|(?P<near_year>{'|'.join(_YEARS)}))"
DAY = "|".join(
    (
        r"(?P<iso>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))",
        r"(?P<day>大前|前|昨|今|当|明|后)(?:[天日](?!气|然|子|常)|(?=[早晚夜晨]))",
        r"(?P<near_week>上上|上|这|本|下|)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])(?![一-鿿]?岁)",
        rf"{_YEAR}?的?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?P<part>{_PART})?(?:(?P<dom>{_DOM})(?:[号日]|(?!\d)))?",
        rf"(?P<near_month>上|这|本|下)个?月份?(?P<month_part>{_PART})?(?:(?P<month_day>{_DOM})[号日])?",
        rf"(?<![\d第一-鿿])(?P<only>{_DOM})[号日](?![楼院线门店栋口])",
        _YEAR.replace("year>", "whole_year>"),
    )
)
"""A pattern for one of them; ``days`` reads its groups."""


class Days(NamedTuple):
    """From ``first`` to ``last``, both included."""

    first: date
    last: date


def days(found: re.Match[str], today: date) -> Days | None:
    """Return what a match of ``DAY`` means today, None for a day that never was (2月30号).

    What has no year or month is the nearest such day.
    """
    try:
        return _days({name: words for name, words in found.groupdict().items() if words is not None}, today)
    except ValueError:
        return None


def _days(said: dict[str, str], today: date) -> Days | None:
    if "iso" in said:
        return _one(date(*map(int, re.split("[-/.]", said["iso"]))))
    if "day" in said:
        return _one(today + timedelta(days=_DAYS[said["day"]]))
    if "weekday" in said:
        return _of_week(today, _NEAR[said["near_week"]], said["weekday"], past=not said["near_week"])
    if "month" in said:
        named = _year(said, today)
        years = [named] if named else [today.year + turn for turn in (-1, 0, 1)]
        months = ((year, _number(said["month"])) for year in years)
        return _nearest(today, *months, part=said.get("part"), dom=said.get("dom"))
    if "near_month" in said:
        return month(*_shifted(today, _NEAR[said["near_month"]]), said.get("month_part"), said.get("month_day"))
    if "only" in said:
        return _nearest(today, *(_shifted(today, months) for months in (-1, 0, 1)), dom=said["only"])
    if "whole_year" in said or "near_whole_year" in said:
        year = _number(said["whole_year"]) if "whole_year" in said else today.year + _YEARS[said["near_whole_year"]]
        return Days(date(year, 1, 1), date(year, 12, 31))
    return None


def _one(day: date) -> Days:
    return Days(day, day)


def _number(words: str) -> int:
    return int(value(words) or 0)


def _year(said: dict[str, str], today: date) -> int | None:
    if "year" in said:
        return _number(said["year"])
    return today.year + _YEARS[said["near_year"]] if "near_year" in said else None


def _of_week(today: date, weeks: int, weekday: str, *, past: bool) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    if weekday == "末":
        return Days(monday + timedelta(days=5), monday + timedelta(days=6))
    day = monday + timedelta(days="一二三四五六日".index(weekday.replace("天", "日")))
    return _one(day - timedelta(weeks=1) if past and day > today else day)


def _nearest(today: date, *months: tuple[int, int], part: str | None = None, dom: str | None = None) -> Days | None:
    possible = []
    for year, number in months:
        with suppress(ValueError):  # no 30th of February
            possible.append(month(year, number, part, dom))
    return min(possible, key=lambda one: abs(one.first - today), default=None)


def month(year: int, number: int, part: str | None = None, dom: str | None = None) -> Days:
    """Return a month, a part of it (初, 底 …) or one day of it. Raises ``ValueError`` for a day it does not have."""
    if dom:
        return _one(date(year, number, _number(dom)))
    first, last = _PARTS.get(part or "", (1, 31))
    return Days(date(year, number, first), date(year, number, min(last, monthrange(year, number)[1])))


def _shifted(today: date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1
