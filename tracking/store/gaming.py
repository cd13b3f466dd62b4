"""Traces that figures were made to look better than the work: facts for supervision, never a verdict.

Each rule is one statement over a window and names the case, the moment and the evidence. The thresholds are
parameters (``gaming``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, text

from tracking.domain.indicator import Window
from tracking.store.likeness import families


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One trace. ``evidence`` is a short, factual sentence in numbers, without any text of the citizen."""

    rule: str
    unit: str
    number: str
    index: int
    at: datetime
    evidence: str


_QUICK = """
SELECT unit, number, index, reported_at AS at,
    '签收后' || round(extract(epoch FROM reported_at - signed_at) / 60) || '分钟报结' AS evidence
FROM assignment
WHERE reported_at >= :start AND reported_at < :end AND urgency = 'normal' AND kind <> 'praise'
    AND reported_at - signed_at < :quick_minutes * interval '1 minute'
"""
_KIND_CHANGED = """
SELECT coalesce(p.unit, '') AS unit, l.number, coalesce(l.assignment, 0) AS index, l.at,
    '登记后类型由' || (l.facts ->> 'was_kind') || '改为' || (l.facts -> 'petition' ->> 'kind') AS evidence
FROM ledger l JOIN petition p USING (number)
WHERE l.verb = 'corrected' AND l.at >= :start AND l.at < :end
    AND l.facts ->> 'was_kind' IS DISTINCT FROM l.facts -> 'petition' ->> 'kind'
"""
_BATCH = """
SELECT unit, number, index, reported_at AS at,
    :batch_minutes || '分钟内同单位报结' || together || '件' AS evidence
FROM (
    SELECT unit, number, index, reported_at, count(*) OVER (
        PARTITION BY unit ORDER BY reported_at
        RANGE BETWEEN CURRENT ROW AND :batch_minutes * interval '1 minute' FOLLOWING) AS together
    FROM assignment WHERE reported_at >= :start AND reported_at < :end
) AS reported WHERE together >= :batch_cases
"""
_REPLIES = """
SELECT a.unit, a.number, a.index, l.at, regexp_replace(t.body, '[[:digit:][:space:][:punct:]]', '', 'g') AS reply
FROM ledger l
JOIN assignment a ON a.number = l.number AND a.index = l.assignment
JOIN text t ON t.number = l.number AND t.seq = l.seq AND t.purpose = 'reply'
WHERE l.verb = 'reported_back' AND l.at >= :start AND l.at < :end
ORDER BY a.unit, l.at DESC
"""
_LAST_MOMENT = """
SELECT unit, number, index, reported_at AS at,
    '期限前' || round(extract(epoch FROM handle_due_at - reported_at) / 60) || '分钟报结,后被认定重办' AS evidence
FROM assignment
WHERE reported_at >= :start AND reported_at < :end AND rework_cause IN ('not_done', 'not_true')
    AND reported_at <= handle_due_at AND handle_due_at - reported_at < :last_hours * interval '1 hour'
"""
_BACKDATED = """
SELECT a.unit, l.number, a.index, l.at,
    '联系时间填写为' || round(extract(epoch FROM l.at - a.contacted_at) / 3600, 1)
        || '小时前,录入时已过联系期限' AS evidence
FROM ledger l JOIN assignment a ON a.number = l.number AND a.index = l.assignment
WHERE l.verb = 'contacted' AND l.at >= :start AND l.at < :end AND a.contacted_at <= a.contact_due_at
    AND l.at > a.contact_due_at AND l.at - a.contacted_at > :backdated_hours * interval '1 hour'
"""
SAME_REPLY = "same_reply"
RULES: Mapping[str, str] = {
    "quick_closing": _QUICK,
    "kind_changed": _KIND_CHANGED,
    "batch_closing": _BATCH,
    "last_moment_then_rework": _LAST_MOMENT,
    "backdated_contact": _BACKDATED,
}


def findings(
    connection: Connection, window: Window, *, limits: Mapping[str, int], most: int = 200
) -> Sequence[Finding]:
    """All traces of a window, newest first within each rule, at most ``most`` a rule."""
    period: dict[str, object] = {"start": window.start, "end": window.end, "most": most, **limits}
    by_statement = [
        Finding(rule=rule, **row)
        for rule, statement in RULES.items()
        for row in connection.execute(text(f"{statement} ORDER BY at DESC LIMIT :most"), period).mappings()
    ]
    replies = connection.execute(text(_REPLIES), {"start": window.start, "end": window.end}).mappings()
    return by_statement + _same_replies([dict(row) for row in replies], limits, most)


def _same_replies(replies: Sequence[Mapping[str, Any]], limits: Mapping[str, int], most: int) -> list[Finding]:
    """Replies of one unit that are the same but for a few words, in families of at least ``same_replies``."""
    found: list[Finding] = []
    for unit, theirs in groupby(replies, key=itemgetter("unit")):
        written = list(theirs)
        sizes = families([each["reply"] for each in written], alike=limits["alike_percent"])
        found += [
            Finding(rule=SAME_REPLY, unit=unit, evidence=f"同单位{size}件答复文字雷同", **_where(each))
            for each, size in zip(written, sizes, strict=True)
            if size >= limits["same_replies"]
        ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:most]


def _where(reply: Mapping[str, Any]) -> dict[str, Any]:
    return {name: reply[name] for name in ("number", "index", "at")}
