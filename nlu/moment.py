"""Finds what a text says of time – 昨晚八点半, 3月5号, 三天前, 停了两天了 – as spans of instants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nlu.day import DAY, Days, days, month
from nlu.daytime import CLOCK, PERIOD, daytime
from nlu.quantity import NUMBER, value
from tracking.domain.clock import CITY_ZONE

_UNITS = {
    "分钟": timedelta(minutes=1),
    **dict.fromkeys(("小时", "钟头"), timedelta(hours=1)),
    **dict.fromkeys(("天", "日"), timedelta(days=1)),
    **dict.fromkeys(("周", "星期", "礼拜"), timedelta(weeks=1)),
    "月": timedelta(days=30),
    "年": timedelta(days=365),
}
_LENGTH = rf"(?P<count>{NUMBER})(?:多|来)?个?(?P<half>半)?(?P<unit>{'|'.join(_UNITS)})(?P<more>半)?"
_EVERY = r"(?<![每天])"
_LONG_AGO = re.compile(rf"{_EVERY}{_LENGTH}多?(?:之前|以前|前)")
_SO_FAR = re.compile(rf"{_EVERY}{_LENGTH}多?(?=[了没])")
_UNTIL = rf"(?:\s?[到至~—-]\s?(?P<until>{PERIOD}?\s?{CLOCK}))?"
_CALENDAR = re.compile(rf"{_EVERY}(?:{DAY})\s?(?:的?(?P<daytime>{PERIOD}?的?\s?{CLOCK}|{PERIOD}){_UNTIL})?")
_CLOCK = re.compile(rf"{_EVERY}(?P<daytime>{PERIOD}?\s?{CLOCK}){_UNTIL}")
_AGAIN = re.compile(rf"(?:每|天天)[^\s,，。;；]{{0,4}}?(?:{PERIOD}|{CLOCK}|[天日周月年])(?:{PERIOD}?\s?{CLOCK})?")


_CENTURY = timedelta(days=36_500)
Span = tuple[datetime, datetime]
_Found = tuple[int, int, Span | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was said, and from when to before when that is; aware, in the city's zone."""

    words: str
    begin: datetime
    end: datetime


def moments(text: str, *, at: datetime) -> Iterator[Moment]:
    """Yield moments in order of the text, never overlapping. What happens again and again (每天八点) is none."""
    now, position = at.astimezone(CITY_ZONE), 0
    found = [*_again(text), *_by_length(text, now), *_by_calendar(text, now)]
    for start, end, span in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= position:
            position = end
            if span:
                yield Moment(text[start:end].strip(), *span)


def _again(text: str) -> Iterator[_Found]:
    yield from ((*found.span(), None) for found in _AGAIN.finditer(text))


def _by_length(text: str, now: datetime) -> Iterator[_Found]:
    for found in _LONG_AGO.finditer(text):
        if length := _length(found):
            yield *found.span(), _ago(now - length, found["unit"], length)
    for found in _SO_FAR.finditer(text):
        if length := _length(found):
            yield *found.span(), (now - length, now)


def _by_calendar(text: str, now: datetime) -> Iterator[_Found]:
    for found in _CALENDAR.finditer(text):
        if said := days(found, now.date()):
            yield *found.span(), _within(said, found["daytime"] or "", found["until"] or "")
    today = Days(now.date(), now.date())
    for found in _CLOCK.finditer(text):
        begin, end = _within(today, found["daytime"], found["until"] or "")
        back = timedelta(days=begin > now)
        yield *found.span(), (begin - back, end - back)


def _length(found: re.Match[str]) -> timedelta | None:
    """None for nothing, and for more than a century."""
    count = (value(found["count"]) or 0) + 0.5 * bool(found["half"] or found["more"])
    length = _UNITS[found["unit"]]
    return count * length if 0 < count < _CENTURY / length else None


def _ago(moment: datetime, unit: str, length: timedelta) -> Span:
    """Minutes and hours ago mean that minute, days and weeks that day, months that month, years that year."""
    if _UNITS[unit] < timedelta(days=1):
        return moment, moment + timedelta(minutes=1)
    day = moment.date()
    if unit == "年" and length >= _UNITS["年"]:
        return _whole(Days(date(day.year, 1, 1), date(day.year, 12, 31)))
    return _whole(month(day.year, day.month) if unit in "月年" else Days(day, day))


def _within(said: Days, words: str, until: str) -> Span:
    """``until`` (5点 in 下午3点到5点) is later on the same day, whatever half of it was named."""
    part, last = daytime(words), daytime(until)
    if part is None or said.first != said.last:
        return _whole(said)
    midnight, _ = _whole(said)
    end = last.begin if last else part.end
    while end <= part.begin:
        end += timedelta(hours=12)
    return midnight + part.begin, midnight + end


def _whole(said: Days) -> Span:
    first, last = (datetime.combine(day, time(), tzinfo=CITY_ZONE) for day in said)
    return first, last + timedelta(days=1)
