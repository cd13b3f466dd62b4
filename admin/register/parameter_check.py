"""What a version of a parameter must be before it may stand: the same rows as before, numbers in range, a whole law."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from channels.base import Flaw, Refused, marked
from tracking.domain.deadline import Measure
from tracking.domain.nine import NINE
from tracking.store.parameter import COMPOSITE, COUNT, DEADLINES, SCHEME

Row = Mapping[str, str]
EDITABLE: Mapping[str, tuple[str, ...]] = {
    DEADLINES: ("amount", "measure", "times"),
    SCHEME: ("excellent", "qualified", "weight"),
}
HUNDRED = Decimal(100)
_PLAIN = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
_RISING = {each.code: each.rising for each in NINE}
_NO_NUMBER = marked("“%(text)s”不是可用的数，应在%(low)s到%(high)s之间。")
_NOT_WHOLE = marked("“%(text)s”应是整数，在%(low)s到%(high)s之间。")
_NO_MEASURE = marked("请选择计时单位。")
_HALF = marked("工作日可以是半天，其他时限应是整数。")
_WEIGHTS = marked("各项指标的权重之和是%(sum)s，应是100。")
_LINES = marked("%(code)s的优秀线应严于合格线。")
_TEXT = marked("文字要填写，最多20字。")
_PAST = marked("至少要有的历史天数不能多于比较的天数。")


@dataclass(frozen=True)
class Range:
    """Both ends belong to it."""

    low: Decimal
    high: Decimal
    whole: bool = True

    @classmethod
    def of(cls, low: int, high: int) -> "Range":
        """Of whole numbers."""
        return cls(Decimal(low), Decimal(high))

    def read(self, text: str, field: str) -> Decimal:
        """Raises ``Refused``."""
        number = Decimal(text) if _PLAIN.fullmatch(text) else None
        if number is not None and self.low <= number <= self.high and (not self.whole or number % 1 == 0):
            return number
        message = _NOT_WHOLE if self.whole else _NO_NUMBER
        raise refused(field, message, text=text[:20], low=str(self.low), high=str(self.high))


def _part(low: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(high), whole=False)


_count = Range.of
_SHARE, _DAYS, _SOME = _part("0", "1"), _count(1, 365), _count(1, 1000)
RANGES: Mapping[str, Range] = {
    **dict.fromkeys(("at_qualified", "partly_solved", "basically_satisfied"), _SHARE),
    **{name: _part("0", "100") for name in ("yellow", "red")},
    "zero_drop": _part("1", "100"),
    "zero_factor": _part("1.1", "100"),
    **{name: _count(0, 23) for name in ("quiet_from", "quiet_until")},
    "tail": _part("0.000001", "0.5"),
    "month_starts_on": _count(1, 28),
    "alike_percent": _count(1, 100),
    "consultation_levels": _count(1, 4),
    "consultation_units": _count(2, 20),
    "trim_from": _count(3, 50),
    "automatic": _count(0, 1),
    **dict.fromkeys(("recent_days", "past_days", "least_past_days", "window_days"), _DAYS),
}


def refused(field: str, message: str, **values: str | int) -> Refused:
    """One flaw, in words for people."""
    return Refused(Flaw(field=field, code="invalid_value", message=message, values=values))


def columns(name: str) -> tuple[str, ...]:
    """Those that a version may change; the others say what a row is about."""
    return EDITABLE.get(name, ("value",))


def check(name: str, rows: Sequence[Row]) -> None:
    """Raises ``Refused`` with the first thing that is wrong."""
    if name == DEADLINES:
        _deadlines(rows)
    elif name == SCHEME:
        _scheme(rows)
    else:
        _numbers(rows)


def _deadlines(rows: Sequence[Row]) -> None:
    for index, row in enumerate(rows):
        measures = {"times"} if row["step"] == COUNT else set(Measure)
        if row["measure"] not in measures:
            raise refused(f"{index}.measure", _NO_MEASURE)
        amount = _part("0.5", "1000").read(row["amount"], f"{index}.amount")
        if amount % (Decimal("0.5") if row["measure"] == Measure.WORKDAYS else 1):
            raise refused(f"{index}.amount", _HALF)
        _count(1, 10).read(row["times"], f"{index}.times")


def _scheme(rows: Sequence[Row]) -> None:
    total = Decimal(0)
    for index, row in enumerate(rows):
        code, percent = row["indicator"], _part("0", "100")
        excellent, qualified = (percent.read(row[line], f"{index}.{line}") for line in ("excellent", "qualified"))
        if excellent == qualified or (excellent > qualified) is not _RISING.get(code, True):
            raise refused(f"{index}.excellent", _LINES, code=code)
        total += percent.read(row["weight"], f"{index}.weight") if code != COMPOSITE else 0
    if total != HUNDRED:
        raise refused("0.weight", _WEIGHTS, sum=f"{total:f}")


def _numbers(rows: Sequence[Row]) -> None:
    number = {}
    for index, row in enumerate(rows):
        if row["name"] == "document_word":
            if not 0 < len(row["value"]) <= 20:
                raise refused(f"{index}.value", _TEXT)
        else:
            number[row["name"]] = RANGES.get(row["name"], _SOME).read(row["value"], f"{index}.value")
    if number.get("least_past_days", 0) > number.get("past_days", HUNDRED * HUNDRED):
        raise refused("0.value", _PAST)
