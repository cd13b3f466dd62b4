"""Figures of the platform itself, shown beside the nine indicators of the units."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, text

from tracking.domain.indicator import Window


@dataclass(frozen=True, kw_only=True)
class Platform:
    """Shares are 0 to 1, or None where nothing was counted."""

    received: int
    direct_answer: float | None
    dispatch_accuracy: float | None
    automatic_dispatch: float | None
    valid_callback: float | None
    repeat: float | None
    extension: float | None
    mean_handling: timedelta | None
    p90_handling: timedelta | None


_PETITIONS = text("""
SELECT count(*) AS received,
    avg((stage = 'answered')::int) FILTER (WHERE stage <> 'archived' OR taken_over_at IS NULL) AS direct_answer,
    avg((EXISTS (SELECT FROM petition e WHERE e.phone_key = p.phone_key AND e.topic = p.topic
        AND e.received_at < p.received_at AND e.received_at >= p.received_at - interval '30 days'))::int) AS repeat
FROM petition p WHERE received_at >= :start AND received_at < :end
""")
_ASSIGNMENTS = text("""
SELECT 1 - avg((return_decision IS NOT DISTINCT FROM 'upheld')::int) AS dispatch_accuracy,
    avg(dispatched_by_system::int) AS automatic_dispatch,
    avg((extensions > 0)::int) AS extension
FROM assignment WHERE nature = 'lead' AND dispatched_at >= :start AND dispatched_at < :end
""")
_COMPLETED = text("""
SELECT avg(completed_at - dispatched_at) AS mean_handling,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY completed_at - dispatched_at) AS p90_handling
FROM assignment WHERE nature = 'lead' AND completed_at >= :start AND completed_at < :end
""")
_CALLED = text("""
SELECT avg((callback_at IS NOT NULL)::int) AS valid_callback
FROM assignment WHERE nature = 'lead' AND decided_at >= :start AND decided_at < :end
""")


def figures(connection: Connection, window: Window) -> Platform:
    """Four statements, each over an index of the window."""
    period = {"start": window.start, "end": window.end}
    found: dict[str, object] = {}
    for statement in (_PETITIONS, _ASSIGNMENTS, _COMPLETED, _CALLED):
        found |= connection.execute(statement, period).mappings().one()
    return Platform(**{name: _plain(value) for name, value in found.items()})  # type: ignore[arg-type]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | timedelta) else float(value)  # type: ignore[arg-type]
