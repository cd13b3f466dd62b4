"""The tick of the rules: what passes one becomes an alarm with evidence, once for each rule, subject and round."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert

from admin.supervision import alarm_schema, reading, rule_store
from admin.supervision.reading import Seen
from admin.supervision.rule import Fact, Rule, Watch, alarms
from tracking.domain.clock import city_day
from tracking.domain.indicator import Window
from tracking.domain.people import SYSTEM
from tracking.domain.verb import Verb
from tracking.domain.workday import WorkCalendar
from tracking.service.core import Core
from tracking.store import gaming, parameter
from tracking.store import schema as tracking

_L, _M = tracking.ledger.c, alarm_schema.alarm.c
_TOLD = {
    "dispatch": (Verb.REGISTER, Verb.TAKE_OVER, Verb.CLASSIFY, Verb.DISPATCH, Verb.UPHOLD_RETURN),
    "sign": (Verb.DISPATCH, Verb.ARBITRATE, Verb.SIGN),
    "contact": (Verb.DISPATCH, Verb.ARBITRATE, Verb.CONTACT),
    "return": (Verb.RETURN, Verb.UPHOLD_RETURN, Verb.REJECT_RETURN),
    "handle": (Verb.DISPATCH, Verb.ARBITRATE, Verb.GRANT_EXTENSION, Verb.GRANT_SUSPENSION, Verb.REPORT_BACK),
    "review": (Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.SEND_BACK),
    "callback": (Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.CLOSE),
    "total": (Verb.REGISTER, Verb.DISPATCH, Verb.REPORT_BACK, Verb.CLOSE),
    "urges": (Verb.URGE,),
    "reworks": (Verb.REWORK,),
    "units": (Verb.DISPATCH, Verb.ARBITRATE),
    "returns": (Verb.RETURN, Verb.UPHOLD_RETURN, Verb.REJECT_RETURN),
    "extensions": (Verb.GRANT_EXTENSION,),
    "suspensions": (Verb.GRANT_SUSPENSION,),
    "kind_changed": (Verb.CORRECT,),
    "backdated_contact": (Verb.CONTACT,),
    "last_moment_then_rework": (Verb.REPORT_BACK, Verb.REWORK),
}
"""The ledger entries that show it, by what was watched; of the other traces the reports."""
_OF_SHARE = (*("sign", "contact", "return", "handle", "review"), "backdated_contact")


def watch(core: Core, *, most: int = 500) -> int:
    """Alarms of time and of counts; returns how many are new."""
    now = core.now()
    with core.engine.begin() as connection:
        rules = _active(connection, now)
        calendar = parameter.calendar(connection)
        seen = [
            *reading.late(connection, rules.values(), now, calendar=calendar, most=most),
            *reading.often(connection, rules.values(), now, most=most),
        ]
        return _raise(connection, rules, seen, now, calendar)


def trace(core: Core, *, most: int = 200) -> int:
    """Alarms of the traces of gaming in the longest window of their rules; returns how many are new."""
    now = core.now()
    with core.engine.begin() as connection:
        rules = {code: rule for code, rule in _active(connection, now).items() if rule.watches is Watch.FACT}
        if not rules:
            return 0
        window = Window(start=now - timedelta(days=max(rule.window_days for rule in rules.values())), end=now)
        numbers = parameter.numbers(connection, "gaming", city_day(now))
        limits = {name: int(value) for name, value in numbers.items()}
        found = gaming.findings(connection, window, limits=limits, most=most)
        seen = [each for rule in rules.values() for each in _traces(rule, found, now)]
        return _raise(connection, rules, seen, now, parameter.calendar(connection))


def _active(connection: Connection, now: datetime) -> Mapping[str, Rule]:
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


def _raise(
    connection: Connection, rules: Mapping[str, Rule], seen: Sequence[Seen], now: datetime, calendar: WorkCalendar
) -> int:
    """Keep what the law says is an alarm; what is there already stays as it is."""
    pairs = [(rules[each.code], _known(rules[each.code], each)) for each in seen]
    hits = [seen[place] for place in alarms(pairs, now, calendar=calendar)]
    if not hits:
        return 0
    told = _entries(connection, sorted({each.number for each in hits if each.number}))
    rows = [_row(rules[each.code], each, now, told) for each in hits]
    fresh = insert(alarm_schema.alarm).on_conflict_do_nothing().returning(_M.id)
    made = connection.execute(fresh, rows).scalars().all()
    if made:
        line = {"act": "found", "at": now, "by": SYSTEM.id, "role": SYSTEM.role, "note": ""}
        connection.execute(plain_insert(alarm_schema.alarm_act), [{"alarm": each, **line} for each in made])
    return len(made)


def _known(rule: Rule, seen: Seen) -> Fact:
    """Traces and units are of no one kind: what is not told of a fact is not asked of it."""
    fact = seen.fact
    if fact.kind is None and fact.urgency is None:
        return Fact(
            subject=fact.subject,
            round=fact.round,
            kind=next(iter(rule.kinds), None),
            urgency=next(iter(rule.urgencies), None),
            starts=fact.starts,
            ends=fact.ends,
            times=fact.times,
        )
    return fact


def _entries(connection: Connection, numbers: Sequence[str]) -> Mapping[str, Sequence[Any]]:
    rows = connection.execute(select(_L.number, _L.seq, _L.verb, _L.assignment).where(_L.number.in_(numbers)))
    found: dict[str, list[Any]] = {}
    for row in rows.all():
        found.setdefault(row.number, []).append(row)
    return found


def _row(rule: Rule, seen: Seen, now: datetime, told: Mapping[str, Sequence[Any]]) -> Mapping[str, object]:
    fact = seen.fact
    figures = {
        "threshold": rule.threshold,
        "measure": rule.measure,
        "starts": fact.starts.isoformat() if fact.starts else None,
        "ends": fact.ends.isoformat() if fact.ends else None,
        "times": fact.times,
        "evidence": seen.evidence,
    }
    verbs = _TOLD.get(rule.subject, (Verb.SIGN, Verb.REPORT_BACK))
    own = rule.subject in _OF_SHARE
    entries = [
        entry.seq
        for entry in told.get(seen.number or "", ())
        if entry.verb in verbs and (not own or entry.assignment in (None, seen.index))
    ]
    return {
        "rule": rule.code,
        "version": rule.version,
        "level": rule.level,
        "subject": fact.subject,
        "round": fact.round,
        "number": seen.number,
        "index": seen.index,
        "unit": seen.unit,
        "figures": figures,
        "entries": sorted(entries),
        "found_at": now,
    }
