"""Times of day: 晚上八点半, 14:30, 半夜."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from nlu.quantity import value

_PERIODS = {
    **dict.fromkeys(("凌晨", "半夜", "后半夜", "午夜"), (0, 5)),
    **dict.fromkeys(("清晨", "早晨", "早上", "大清早", "一早", "早", "晨"), (5, 9)),
    **dict.fromkeys(("上午",), (8, 12)),
    **dict.fromkeys(("中午", "晌午"), (11, 14)),
    **dict.fromkeys(("下午", "午后"), (12, 18)),
    **dict.fromkeys(("傍晚",), (17, 20)),
    **dict.fromkeys(("晚上", "夜里", "夜间", "深夜", "晚", "夜"), (18, 24)),
}
PERIOD = f"(?:{'|'.join(sorted(_PERIODS, key=len, reverse=True))})"
_HOUR = r"(?:[01]?\d|2[0-4]|二?十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_MINUTE = r"(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九])"
CLOCK = (
    r"(?<!\d)(?:(?:[01]?\d|2[0-3])[:：][0-5]\d(?![\d:：])"
    rf"|{_HOUR}(?:点钟?|时)(?!间|点|[一二三]个)(?:半|[一三]刻|{_MINUTE}分?)?)"
)
_SPLIT = re.compile(rf"(?P<hour>{_HOUR})(?:点钟?|时|[:：])(?P<minute>半|[一三]刻|{_MINUTE})?")
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}


class Daytime(NamedTuple):
    """From ``begin`` to before ``end``, counted from midnight; 晚上12点 begins after 24 hours."""

    begin: timedelta
    end: timedelta


def daytime(words: str) -> Daytime | None:
    """Read a period, a clock or both; None when there is neither."""
    period = next((_PERIODS[name] for name in sorted(_PERIODS, key=len, reverse=True) if name in words), None)
    clock = _SPLIT.search(words)
    if clock is None:
        return Daytime(*(timedelta(hours=hour) for hour in period)) if period else None
    begin = timedelta(hours=_hour(int(value(clock["hour"]) or 0), period), minutes=_minute(clock["minute"]))
    return Daytime(begin, begin + timedelta(minutes=1 if begin.seconds % 3600 else 60))


def _hour(said: int, period: tuple[int, int] | None) -> int:
    """下午3点 is 15, 中午12点 is 12, 晚上12点 is 24."""
    begin = period[0] if period else 0
    later = said < 11 if begin < 17 else said < 13
    return said + 12 * (begin >= 11 and later)


def _minute(words: str | None) -> int:
    return _QUARTERS.get(words or "", int(value(words or "") or 0))
