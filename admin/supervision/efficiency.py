"""How long each node takes, by post and unit: mean, median and P90 of the assignments dispatched in the last days, how
many were or are late there, and how often the unit was reminded.

Percentiles need every row of the window, so they are computed by a tick and kept; the wall reads some hundred rows.
Figures of a unit leave reports (举报) out, for a small figure could give one away; those of the city hold all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text

from admin.supervision import schema
from admin.supervision.law import law
from tracking.domain.clock import city_day
from tracking.service.core import Core

NODES = ("dispatch", "sign", "contact", "handle", "review", "callback")
CITY = ""
_MEASURE = text("""
WITH span AS (
    SELECT CASE WHEN a.kind = 'report' THEN NULL ELSE a.unit END AS unit, n.node,
        extract(epoch FROM n.ends - n.starts) / 3600.0 AS hours, coalesce(n.ends, :now) > n.due AS late
    FROM assignment a
    JOIN petition p USING (number)
    CROSS JOIN LATERAL (VALUES
        ('dispatch', CASE WHEN a.round = 1 THEN coalesce(p.taken_over_at, p.received_at) END, a.dispatched_at,
            p.dispatch_due_at),
        ('sign', a.dispatched_at, a.signed_at, a.sign_due_at),
        ('contact', a.dispatched_at, a.contacted_at, CASE WHEN NOT a.contact_exempt THEN a.contact_due_at END),
        ('handle', a.dispatched_at, a.reported_at, a.handle_due_at),
        ('review', a.reported_at, a.completed_at, NULL),
        ('callback', a.completed_at, a.callback_at, CASE WHEN p.callback_needed THEN p.callback_due_at END)
    ) AS n (node, starts, ends, due)
    WHERE a.dispatched_at >= :since AND (n.ends >= n.starts OR (n.ends IS NULL AND n.due < :now
        AND a.stage IN ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended', 'completed')
        AND p.closed_at IS NULL))
),
measured AS (
    SELECT unit, node, count(hours) AS n, coalesce(avg(hours), 0) AS mean, count(*) FILTER (WHERE late) AS late,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY hours) AS parts, grouping(unit) AS whole
    FROM span GROUP BY GROUPING SETS ((node), (unit, node))
),
reminder AS (
    SELECT CASE WHEN a.kind = 'report' THEN NULL ELSE a.unit END AS unit, count(*) AS n
    FROM ledger l JOIN assignment a ON a.number = l.number AND a.index = l.assignment
    -- The partial index holds both verbs: it is used where the condition says so.
    WHERE l.verb IN ('urged', 'reminded') AND l.verb = 'reminded' AND l.at >= :since
    GROUP BY 1
)
INSERT INTO supervision_efficiency (unit, node, n, mean, median, p90, late, reminded, computed_at)
SELECT coalesce(unit, ''), node, n, mean, coalesce(parts[1], 0), coalesce(parts[2], 0), late,
    CASE WHEN node <> 'handle' THEN 0 ELSE coalesce((SELECT sum(r.n) FROM reminder r
        WHERE whole = 1 OR r.unit = measured.unit), 0) END, :now
FROM measured
WHERE whole = 1 OR unit IS NOT NULL
""")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Hours a node took ``n`` times, how often it was or is late, and how often the unit was reminded of it."""

    n: int
    mean: float
    median: float
    p90: float
    late: int = 0
    reminded: int = 0


@dataclass(frozen=True, kw_only=True)
class Efficiency:
    """By unit (``CITY`` for all) and node; ``computed_at`` is None before the first tick."""

    computed_at: datetime | None
    units: Mapping[str, Mapping[str, Figure]]

    @property
    def city(self) -> Mapping[str, Figure]:
        return self.units.get(CITY, {})

    def slowest(self, node: str, *, least: int) -> Sequence[str]:
        """Units by the median of a node, the slowest first; those with fewer than ``least`` cases are left out."""
        known = {unit: nodes[node] for unit, nodes in self.units.items() if unit != CITY and node in nodes}
        return sorted((unit for unit, each in known.items() if each.n >= least), key=lambda unit: -known[unit].median)


def measure(core: Core) -> None:
    """Compute the figures anew."""
    now = core.now()
    with core.engine.begin() as connection:
        since = now - timedelta(days=law(connection, city_day(now)).window_days)
        connection.execute(text("LOCK TABLE supervision_efficiency IN EXCLUSIVE MODE"))
        connection.execute(schema.efficiency.delete())
        connection.execute(_MEASURE, {"since": since, "now": now})


def kept(connection: Connection) -> Efficiency:
    """What the last tick found."""
    units: dict[str, dict[str, Figure]] = {}
    computed_at = None
    for row in connection.execute(select(schema.efficiency)):
        units.setdefault(row.unit, {})[row.node] = Figure(
            n=row.n, mean=row.mean, median=row.median, p90=row.p90, late=row.late, reminded=row.reminded
        )
        computed_at = row.computed_at
    return Efficiency(computed_at=computed_at, units=units)
