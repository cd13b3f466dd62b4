"""Traces that figures were made to look better than the work: facts for supervision, never a verdict.

Each rule is one statement over a window and names the case, the moment and the evidence. The thresholds are
parameters (``gaming``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from tracking.domain.indicator import Window


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One trace. ``evidence`` is a short, factual sentence in numbers, without any text of the citizen."""

    rule: str
    unit: str
    number: str
    index: int
    at: datetime
    evidence: str


DEFAULTS: Mapping[str, int] = {
    "quick_minutes": 10,
    "batch_cases": 10,
    "batch_minutes": 5,
    "same_replies": 5,
    "last_hours": 2,
    "backdated_hours": 4,
}

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
_SAME_REPLY = """
SELECT unit, number, index, at, '同单位' || alike || '件答复文字相同' AS evidence
FROM (
    SELECT a.unit, a.number, a.index, l.at,
        count(*) OVER (PARTITION BY a.unit, regexp_replace(t.body, '[[:digit:][:space:][:punct:]]', '', 'g')) AS alike
    FROM ledger l
    JOIN assignment a ON a.number = l.number AND a.index = l.assignment
    JOIN text t ON t.number = l.number AND t.seq = l.seq AND t.purpose = 'reply'
    WHERE l.verb = 'reported_back' AND l.at >= :start AND l.at < :end
) AS replied WHERE alike >= :same_replies
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
RULES: Mapping[str, str] = {
    "quick_closing": _QUICK,
    "kind_changed": _KIND_CHANGED,
    "batch_closing": _BATCH,
    "same_reply": _SAME_REPLY,
    "last_moment_then_rework": _LAST_MOMENT,
    "backdated_contact": _BACKDATED,
}


def findings(
    connection: Connection, window: Window, *, limits: Mapping[str, int] = DEFAULTS, most: int = 200
) -> Sequence[Finding]:
    """All traces of a window, newest first within each rule, at most ``most`` a rule."""
    period: dict[str, object] = {"start": window.start, "end": window.end, "most": most, **limits}
    return [
        Finding(rule=rule, **row)
        for rule, statement in RULES.items()
        for row in connection.execute(text(f"{statement} ORDER BY at DESC LIMIT :most"), period).mappings()
    ]
