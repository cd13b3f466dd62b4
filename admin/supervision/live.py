"""The counts of this moment for the wall, over partial indexes: open, come in, closed, overdue, cards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from tracking.domain.clock import CITY_ZONE

_COUNTS = text("""
SELECT
    (SELECT count(*) FROM petition WHERE closed_at IS NULL AND stage IN
        ('registered', 'awaiting_dispatch', 'with_unit', 'under_review', 'awaiting_callback')) AS open,
    (SELECT count(*) FROM petition WHERE received_at >= :today) AS arrived,
    (SELECT count(*) FROM petition WHERE closed_at IS NOT NULL AND closed_at >= :today) AS closed,
    (SELECT count(*) FROM petition WHERE closed_at IS NULL
        AND stage IN ('registered', 'awaiting_dispatch') AND dispatch_due_at < :now) AS late_dispatch,
    (SELECT count(*) FROM petition WHERE closed_at IS NULL
        AND stage = 'awaiting_callback' AND callback_needed AND callback_due_at < :now) AS late_callback,
    (SELECT count(*) FROM assignment WHERE stage IN
        ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended') AND stage IN ('to_sign', 'handling')
        AND contacted_at IS NULL AND NOT contact_exempt AND contact_due_at < :now) AS late_contact,
    (SELECT count(*) FROM assignment WHERE stage IN
        ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended') AND stage = 'submitted'
        AND reported_at <= CAST(:review_before AS timestamptz)) AS late_review,
    (SELECT count(*) FROM supervision_alarm WHERE state = 'open') AS alarms,
    (SELECT count(*) FROM ledger WHERE verb IN ('urged', 'reminded') AND at >= :today AND verb = 'reminded')
        AS reminded,
    (SELECT count(*) FROM ledger WHERE verb IN ('urged', 'reminded') AND at >= :today AND verb = 'urged') AS urged,
    (SELECT count(*) FROM supervision_document WHERE issued_at >= :today AND step = 'yellow') AS yellow,
    (SELECT count(*) FROM supervision_document WHERE issued_at >= :today AND step = 'red') AS red,
    (SELECT count(*) FROM supervision_document WHERE issued_at >= :today
        AND step IN ('criticism', 'talk', 'accountability')) AS graver
""")
# A report (举报) is counted for the city and shown under no unit.
_LATE = text("""
SELECT stage, CASE WHEN kind = 'report' THEN '' ELSE unit END AS unit, count(*) AS n
FROM assignment
WHERE stage IN ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended')
    AND stage IN ('to_sign', 'handling') AND handle_due_at < :now
GROUP BY 1, 2
""")


@dataclass(frozen=True, kw_only=True)
class Live:
    """The city at this moment; ``by_unit`` overdue assignments of each unit, ``alarms`` those nobody looked at."""

    open: int
    arrived: int
    closed: int
    late_dispatch: int
    late_sign: int
    late_handle: int
    late_contact: int
    late_review: int
    late_callback: int
    alarms: int
    reminded: int
    urged: int
    yellow: int
    red: int
    graver: int
    by_unit: dict[str, int]

    @property
    def late(self) -> int:
        """Each matter once: a contact that is missing stands at the same unit as the handling."""
        return self.late_dispatch + self.late_sign + self.late_handle + self.late_review + self.late_callback


def live(connection: Connection, now: datetime, *, review_before: datetime | None = None) -> Live:
    """Today begins at midnight in the city; a review of what was reported by ``review_before`` is late."""
    today = now.astimezone(CITY_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    moment = {"now": now, "today": today}
    counts = connection.execute(_COUNTS, {**moment, "review_before": review_before}).mappings().one()
    stages, units = {"to_sign": 0, "handling": 0}, dict[str, int]()
    for row in connection.execute(_LATE, moment):
        stages[row.stage] += row.n
        if row.unit:
            units[row.unit] = units.get(row.unit, 0) + row.n
    return Live(**counts, late_sign=stages["to_sign"], late_handle=stages["handling"], by_unit=units)
