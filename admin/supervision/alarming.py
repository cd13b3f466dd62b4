"""The ticks of the rules: what happened or fell due since the last one, and the traces of gaming."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from admin.supervision import evidence, looking, reading, rule_store
from admin.supervision.judging import Fact
from admin.supervision.reading import Seen
from admin.supervision.rule import Rule, Watch
from tracking.domain.clock import city_day
from tracking.domain.indicator import Window
from tracking.service.core import Core
from tracking.store import gaming, parameter


def watch(core: Core, *, most: int = 500) -> int:
    """Alarms of time and of counts; returns how many are new. Two ticks at once wait for each other.

    Where a statement gave as many rows as it may, the rest is looked for again by the next tick.
    """
    now = core.now()
    with core.engine.begin() as connection:
        rules, calendar = active(connection, now), parameter.calendar(connection)
        look = looking.begin(connection, rules, now)
        near = looking.near(connection, look, rules, now, calendar=calendar)
        read = (
            reading.late(connection, rules.values(), now, calendar=calendar, near=near.moved, most=most),
            reading.often(connection, rules.values(), near=near.touched, most=most),
            reading.of_units(connection, rules.values(), now, near=near.counted, most=most),
        )
        made = evidence.sound(connection, rules, [seen for each in read for seen in each], now, calendar)
        if all(len(each) < most for each in read):
            looking.end(connection, look, now)
    return made


def trace(core: Core, *, most: int = 200) -> int:
    """Alarms of the traces of gaming in the longest window of their rules; returns how many are new."""
    now = core.now()
    with core.engine.begin() as connection:
        rules = {code: rule for code, rule in active(connection, now).items() if rule.watches is Watch.FACT}
        if not rules:
            return 0
        window = Window(start=now - timedelta(days=max(rule.window_days for rule in rules.values())), end=now)
        numbers = parameter.numbers(connection, "gaming", city_day(now))
        limits = {name: int(value) for name, value in numbers.items()}
        found = gaming.findings(connection, window, limits=limits, most=most)
        seen = [each for rule in rules.values() for each in _traces(rule, found, now)]
        return evidence.sound(connection, rules, seen, now, parameter.calendar(connection))


def active(connection: Connection, now: datetime) -> Mapping[str, Rule]:
    """The rules in force that are switched on, by code."""
    return {code: rule for code, rule in rule_store.rules(connection, city_day(now)).items() if rule.active}


def _traces(rule: Rule, found: Sequence[gaming.Finding], now: datetime) -> Sequence[Seen]:
    """Each trace knows how many its unit has in the window of the rule."""
    own = [each for each in found if each.rule == rule.subject and each.at > now - timedelta(days=rule.window_days)]
    times = Counter(each.unit for each in own)
    return [
        Seen(
            code=rule.code,
            fact=Fact(subject=f"{each.number}/{each.index}", round=0, times=times[each.unit]),
            number=each.number,
            index=each.index or None,
            unit=each.unit or None,
            evidence=each.evidence,
        )
        for each in own
    ]
