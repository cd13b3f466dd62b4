"""The statements of the rules: how long each node took, how often something came to a petition or a unit.

Each stands twice: over everything, and over the petitions ``numbers`` to which something happened.
"""

from sqlalchemy import TextClause, text

_SPANS = """
WITH slot AS (
    SELECT * FROM unnest(CAST(:codes AS text[]), CAST(:nodes AS text[]), CAST(:days AS date[]),
        CAST(:dues AS timestamptz[]), CAST(:seconds AS double precision[]), CAST(:kinds AS text[]),
        CAST(:urgencies AS text[])) AS s (code, node, day, due, seconds, kinds, urgencies)
),
matter AS (
    SELECT * FROM petition
    WHERE {near} AND ((closed_at IS NULL AND stage IN
        ('registered', 'awaiting_dispatch', 'with_unit', 'under_review', 'awaiting_callback'))
        OR (closed_at IS NOT NULL AND closed_at >= :recent))
),
span AS (
    SELECT n.node, a.number, CASE WHEN n.node <> 'dispatch' THEN a.index END AS index, a.unit, a.round, a.kind,
        a.urgency, n.starts, n.ends
    FROM matter p
    JOIN LATERAL (
        SELECT *, CASE WHEN return_decision = 'upheld' THEN return_decided_at END AS returned_at
        FROM assignment WHERE number = p.number OFFSET 0
    ) AS a ON true
    CROSS JOIN LATERAL (VALUES
        ('dispatch', CASE WHEN a.round = 1 AND a.nature = 'lead' THEN coalesce(p.taken_over_at, p.received_at) END,
            a.dispatched_at),
        ('sign', a.dispatched_at, coalesce(a.signed_at, a.reported_at, a.returned_at, a.withdrawn_at)),
        ('contact', CASE WHEN NOT a.contact_exempt THEN a.dispatched_at END,
            coalesce(a.contacted_at, a.reported_at, a.returned_at, a.withdrawn_at)),
        ('return', a.return_asked_at, coalesce(a.return_decided_at, a.withdrawn_at)),
        ('handle', CASE WHEN a.stage <> 'suspended' THEN a.dispatched_at + a.suspended_days * interval '1 day' END,
            coalesce(a.reported_at, a.returned_at, a.withdrawn_at)),
        ('review', a.reported_at, coalesce(a.completed_at, a.withdrawn_at)),
        ('callback', CASE WHEN p.callback_needed AND a.nature = 'lead' THEN a.completed_at END,
            coalesce(a.callback_at, p.closed_at))
    ) AS n (node, starts, ends)
    WHERE n.starts IS NOT NULL AND (n.ends IS NULL OR n.ends >= :recent)
    UNION ALL
    SELECT 'dispatch', number, NULL, NULL, round + 1, kind, urgency,
        coalesce((SELECT max(return_decided_at) FROM assignment a WHERE a.number = p.number AND p.round > 0),
            taken_over_at, received_at), NULL
    FROM matter p WHERE stage IN ('registered', 'awaiting_dispatch')
    UNION ALL
    SELECT 'total', number, NULL, unit, 0, kind, urgency, coalesce(taken_over_at, received_at), closed_at
    FROM matter
),
late AS (
    SELECT slot.code, span.*, number || coalesce('/' || index, '') AS subject
    FROM span JOIN slot ON slot.node = span.node AND slot.day = greatest(
        CAST(:first AS date), (starts AT TIME ZONE :zone + (CAST('24:00' AS interval) - CAST(:closes AS interval))
            - interval '1 microsecond')::date)
    WHERE coalesce(ends, :now) > coalesce(slot.due, starts + slot.seconds * interval '1 second')
        AND (slot.kinds = '' OR span.kind = ANY(string_to_array(slot.kinds, ' ')))
        AND (slot.urgencies = '' OR span.urgency = ANY(string_to_array(slot.urgencies, ' ')))
)
SELECT code, subject, number, coalesce(index, (SELECT max(a.index) FROM assignment a
        WHERE a.number = late.number AND a.nature = 'lead')) AS index,
    unit, round, kind, urgency, starts, ends, 0 AS times
FROM late
WHERE NOT EXISTS (SELECT FROM supervision_alarm s
    WHERE s.rule = late.code AND s.subject = late.subject AND s.round = late.round)
ORDER BY starts, subject LIMIT :most
"""
_COUNTS = """
WITH least AS (
    SELECT * FROM unnest(CAST(:codes AS text[]), CAST(:whats AS text[]), CAST(:thresholds AS integer[]),
        CAST(:kinds AS text[]), CAST(:urgencies AS text[])) AS s (code, what, n, kinds, urgencies)
)
SELECT l.code, p.number AS subject, p.number, sums.lead AS index, p.unit, p.round, p.kind, p.urgency,
    CAST(NULL AS timestamptz) AS starts, CAST(NULL AS timestamptz) AS ends, c.n AS times
FROM petition p
CROSS JOIN LATERAL (
    SELECT max(index) FILTER (WHERE nature = 'lead') AS lead, count(DISTINCT unit) AS units,
        coalesce(sum(extensions), 0) AS extensions, bool_or(suspended_days > 0 OR suspended_at IS NOT NULL) AS rested
    FROM assignment a WHERE a.number = p.number
) AS sums
CROSS JOIN LATERAL (VALUES
    ('urges', p.urges), ('reworks', p.reworks), ('returns', p.returns), ('units', sums.units),
    ('extensions', sums.extensions),
    ('suspensions', CASE WHEN sums.rested THEN (SELECT count(*) FROM ledger e
        WHERE e.number = p.number AND e.verb = 'suspension_granted') ELSE 0 END)
) AS c (what, n)
JOIN least l ON l.what = c.what AND c.n >= l.n
WHERE {near} AND p.closed_at IS NULL
    AND p.stage IN ('registered', 'awaiting_dispatch', 'with_unit', 'under_review', 'awaiting_callback')
    AND (l.kinds = '' OR p.kind = ANY(string_to_array(l.kinds, ' ')))
    AND (l.urgencies = '' OR p.urgency = ANY(string_to_array(l.urgencies, ' ')))
    AND NOT EXISTS (SELECT FROM supervision_alarm s
        WHERE s.rule = l.code AND s.subject = p.number AND s.round = p.round)
ORDER BY p.number LIMIT :most
"""
# A unit's figure leaves reports (举报) out, for a small one could give a report away.
_UNITS = """
WITH least AS (
    SELECT * FROM unnest(CAST(:codes AS text[]), CAST(:whats AS text[]), CAST(:thresholds AS integer[]),
        CAST(:sinces AS timestamptz[]), CAST(:rounds AS integer[]), CAST(:kinds AS text[]),
        CAST(:urgencies AS text[])) AS s (code, what, n, since, round, kinds, urgencies)
),
incident AS (
    SELECT a.unit, a.dispatched_at, a.kind, a.urgency, c.what, c.n
    FROM assignment a
    CROSS JOIN LATERAL (VALUES
        ('reworks', CAST(a.rework_cause IN ('not_done', 'not_true') AS integer)),
        ('returns', CAST(a.return_asked_at IS NOT NULL AS integer)),
        ('extensions', a.extensions),
        ('suspensions', CAST(a.suspended_days > 0 OR a.suspended_at IS NOT NULL AS integer))
    ) AS c (what, n)
    WHERE {near} AND a.dispatched_at >= :since AND c.n > 0
        AND (a.rework_cause IS NOT NULL OR a.return_asked_at IS NOT NULL OR a.extensions > 0 OR a.suspended_days > 0
            OR a.suspended_at IS NOT NULL)
    UNION ALL
    SELECT a.unit, a.dispatched_at, a.kind, a.urgency, 'urges', p.urges
    FROM assignment a JOIN petition p USING (number)
    WHERE {near} AND 'urges' = ANY(CAST(:whats AS text[])) AND a.dispatched_at >= :since AND p.urges > 0
        AND a.nature = 'lead' AND a.round = p.round
)
SELECT l.code, a.unit AS subject, CAST(NULL AS text) AS number, CAST(NULL AS integer) AS index, a.unit, l.round,
    CAST(NULL AS text) AS kind, CAST(NULL AS text) AS urgency, CAST(NULL AS timestamptz) AS starts,
    CAST(NULL AS timestamptz) AS ends, sum(a.n) AS times
FROM incident a JOIN least l ON l.what = a.what AND a.dispatched_at >= l.since
WHERE a.kind <> 'report'
    AND (l.kinds = '' OR a.kind = ANY(string_to_array(l.kinds, ' ')))
    AND (l.urgencies = '' OR a.urgency = ANY(string_to_array(l.urgencies, ' ')))
GROUP BY l.code, a.unit, l.round, l.n
HAVING sum(a.n) >= l.n AND NOT EXISTS (SELECT FROM supervision_alarm s
    WHERE s.rule = l.code AND s.subject = a.unit AND s.round = l.round)
ORDER BY a.unit LIMIT :most
"""


def _both(statement: str, near: str) -> tuple[TextClause, TextClause]:
    """(over everything, over what is near)"""
    return text(statement.format(near="true")), text(statement.format(near=near))


SPANS = _both(_SPANS, "number = ANY(CAST(:numbers AS text[]))")
COUNTS = _both(_COUNTS, "p.number = ANY(CAST(:numbers AS text[]))")
UNITS = _both(_UNITS, "a.unit IN (SELECT unit FROM assignment own WHERE own.number = ANY(CAST(:numbers AS text[])))")
