"""What was seen becomes an alarm with its evidence: what the law says is one, once for each rule, subject and round."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert

from admin.supervision import alarm_schema
from admin.supervision.judging import Fact, alarms
from admin.supervision.reading import Seen
from admin.supervision.rule import Rule
from tracking.domain.people import SYSTEM
from tracking.domain.verb import Verb
from tracking.domain.workday import WorkCalendar
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


def sound(
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
