"""How far the tick of the rules has looked, and what has moved since: work in proportion to that, not to the stock.

Two things can make an alarm: an entry of the ledger, or a moment in which an open node reaches its threshold. A tick
asks for both since the last one; everything is looked at when the rules in force have changed, and once a day, which
also finds what came by no event (a calendar that was loaded, a window of a unit that began anew).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert

from admin.supervision.alarm_schema import tick
from admin.supervision.judging import falls_due
from admin.supervision.reading import Near
from admin.supervision.rule import Per, Rule, Watch
from tracking.domain.clock import city_day
from tracking.domain.verb import Verb
from tracking.domain.workday import WorkCalendar

LATE_EVENTS = timedelta(minutes=10)
"""An entry has its moment before it is committed: so far back entries are read again."""
_COUNTED = {
    "urges": Verb.URGE,
    "reworks": Verb.REWORK,
    "returns": Verb.RETURN,
    "extensions": Verb.GRANT_EXTENSION,
    "suspensions": Verb.GRANT_SUSPENSION,
}
"""What makes the count of a unit grow."""
_T = tick.c
_TOUCHED = text("""
SELECT number, bool_or(verb = ANY(CAST(:verbs AS text[]))) AS counted FROM ledger WHERE at >= :since GROUP BY number
""")
# Of what is open only: what has ended since was touched. The conditions on stages are those of the partial indexes.
_DUE = text("""
WITH span AS (
    SELECT * FROM unnest(CAST(:nodes AS text[]), CAST(:lows AS timestamptz[]), CAST(:highs AS timestamptz[]))
        AS s (node, low, high)
),
running AS NOT MATERIALIZED (
    SELECT * FROM assignment
    WHERE stage IN ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended')
)
SELECT a.number FROM span JOIN running a ON a.dispatched_at BETWEEN low AND high
    WHERE node IN ('sign', 'contact', 'handle')
UNION SELECT a.number FROM span JOIN running a
    ON a.dispatched_at + a.suspended_days * interval '1 day' BETWEEN low AND high
    WHERE node = 'handle' AND a.suspended_days > 0
UNION SELECT a.number FROM span JOIN assignment a ON a.reported_at BETWEEN low AND high
    WHERE node = 'review' AND a.stage = 'submitted'
UNION SELECT a.number FROM span JOIN running a ON a.return_asked_at BETWEEN low AND high
    WHERE node = 'return' AND a.stage = 'return_pending'
UNION SELECT a.number FROM span JOIN LATERAL
    (SELECT number FROM assignment WHERE completed_at BETWEEN low AND high OFFSET 0) a ON true
    JOIN petition p USING (number) WHERE node = 'callback' AND p.closed_at IS NULL
UNION SELECT p.number FROM span JOIN petition p
    ON p.round > 0 OR coalesce(p.taken_over_at, p.received_at) BETWEEN low AND high
    WHERE node = 'dispatch' AND p.closed_at IS NULL AND p.stage IN ('registered', 'awaiting_dispatch')
UNION SELECT p.number FROM span JOIN petition p ON p.received_at BETWEEN low AND high
    WHERE node = 'total' AND p.closed_at IS NULL
UNION SELECT p.number FROM span JOIN petition p ON p.taken_over_at BETWEEN low AND high
    WHERE node = 'total' AND p.taken_over_at IS NOT NULL AND p.closed_at IS NULL
""")


@dataclass(frozen=True, kw_only=True)
class Look:
    """``reached`` is None where everything is looked at; ``with_`` names the rules and the day."""

    reached: datetime | None
    with_: str


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Petitions since the last tick: with an entry, with one counted for a unit, with an entry or a due node."""

    touched: Near
    counted: Near
    moved: Near


def begin(connection: Connection, rules: Mapping[str, Rule], now: datetime) -> Look:
    """How far the last tick came; its row is held until the transaction ends."""
    with_ = _name(rules, now)
    connection.execute(insert(tick).values(id=1, reached=now, looked_with="").on_conflict_do_nothing())
    row = connection.execute(select(tick).with_for_update()).one()
    return Look(reached=row.reached if row.looked_with == with_ else None, with_=with_)


def end(connection: Connection, look: Look, now: datetime) -> None:
    """Everything up to ``now`` was looked at."""
    connection.execute(tick.update().where(_T.id == 1).values(reached=now, looked_with=look.with_))


def near(
    connection: Connection, look: Look, rules: Mapping[str, Rule], now: datetime, *, calendar: WorkCalendar
) -> Moved:
    """What has moved since the last tick; all of it None where everything is looked at."""
    if look.reached is None:
        return Moved(touched=None, counted=None, moved=None)
    of_unit = {rule.subject for rule in rules.values() if rule.watches is Watch.COUNT and rule.per is Per.UNIT}
    verbs = [str(verb) for subject, verb in _COUNTED.items() if subject in of_unit]
    rows = connection.execute(_TOUCHED, {"since": look.reached - LATE_EVENTS, "verbs": verbs}).all()
    touched = [row.number for row in rows]
    due = _fell_due(connection, list(rules.values()), look.reached, now, calendar)
    counted = [row.number for row in rows if row.counted]
    return Moved(touched=touched, counted=counted, moved=sorted({*touched, *due}))


def _fell_due(
    connection: Connection, rules: Sequence[Rule], since: datetime, now: datetime, calendar: WorkCalendar
) -> Sequence[str]:
    timed = [rule for rule in rules if rule.watches in (Watch.NODE, Watch.TOTAL)]
    spans = [(rule.subject, falls_due(rule, since, now, calendar=calendar)) for rule in timed]
    known = [(node, *span) for node, span in spans if span is not None]
    if not known:
        return []
    nodes, lows, highs = (list(each) for each in zip(*known, strict=True))
    return connection.execute(_DUE, {"nodes": nodes, "lows": lows, "highs": highs}).scalars().all()


def _name(rules: Mapping[str, Rule], now: datetime) -> str:
    versions = sorted((rule.code, rule.version, rule.effective_on.isoformat()) for rule in rules.values())
    return f"{city_day(now)} {hashlib.sha256(repr(versions).encode()).hexdigest()[:16]}"
