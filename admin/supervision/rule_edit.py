"""A changed rule as it is typed: read, checked, kept as a version that waits for a second dispatcher."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from admin.performance.refusal import MISSING, refused
from admin.supervision.rule import LEVELS, Per, Rule, Unit, Watch
from channels.base import marked
from tracking.domain.vocabulary import Kind, Urgency

MOST, LONGEST_NAME, MOST_DAYS = 1000, 40, 366
_NUMBER, _DAY = marked("请填写大于零的整数。"), marked("生效日期不能早于今天。")
_LEVEL, _MEASURE = marked("请选择1到4级。"), marked("请选择这类规则能用的计量单位。")
_NAME, _REASON = marked("请填写规则名称，最多40字。"), marked("请写明修改理由。")
_WINDOW = marked("单位次数规则要填写统计天数。")


def read(old: Rule, typed: Mapping[str, str], chosen: Mapping[str, Sequence[str]], *, today: date) -> Rule:
    """The rule as changed; what it watches stays, that would be another rule. Raises ``Refused``."""
    name = typed.get("name", "")
    if not name or len(name) > LONGEST_NAME:
        raise refused("name", _NAME, code=MISSING)
    if not typed.get("reason"):
        raise refused("reason", _REASON, code=MISSING)
    window = typed.get("window_days") or "0"
    return replace(
        old,
        name=name,
        threshold=_count("threshold", typed.get("threshold", "")),
        measure=_measure(old, typed.get("measure", "")),
        window_days=_window(old, window),
        kinds=[each for each in Kind if each in chosen.get("kinds", ())],
        urgencies=[each for each in Urgency if each in chosen.get("urgencies", ())],
        level=_level(typed.get("level", "")),
        effective_on=_day(typed.get("effective_on", ""), today),
        active=typed.get("active") == "yes",
    )


def measures(rule: Rule) -> Sequence[Unit]:
    """In what the threshold of a rule may be given."""
    return (Unit.MINUTES, Unit.HOURS, Unit.WORKDAYS) if rule.watches in (Watch.NODE, Watch.TOTAL) else (Unit.TIMES,)


def _count(field: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= MOST):
        raise refused(field, _NUMBER)
    return int(text)


def _window(rule: Rule, text: str) -> int:
    if rule.per is Per.PETITION and rule.watches is not Watch.FACT:
        return 0
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= MOST_DAYS):
        raise refused("window_days", _WINDOW)
    return int(text)


def _measure(rule: Rule, text: str) -> Unit:
    if text not in measures(rule):
        raise refused("measure", _MEASURE)
    return Unit(text)


def _level(text: str) -> int:
    if text not in {str(each) for each in LEVELS}:
        raise refused("level", _LEVEL)
    return int(text)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day < today:
        raise refused("effective_on", _DAY)
    return day
