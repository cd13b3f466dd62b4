"""How well the first choice of a unit did, by week: what was proposed, and with whom the matter stayed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, text


@dataclass(frozen=True, kw_only=True)
class Week:
    """One unit (as proposed) in one week; ``formerly``: proposed out of the habit of an abolished unit.

    ``right`` stayed with it, ``automatic`` were dispatched to it without a person, ``returned`` it gave back.
    """

    week: date
    unit: str
    formerly: str | None
    proposed: int
    right: int
    automatic: int
    returned: int


# A petition that no unit has got yet says nothing of the proposal; reports are dispatched by persons and stay out.
_WEEKS = text("""
SELECT date_trunc('week', p.received_at AT TIME ZONE 'Asia/Shanghai')::date AS week,
    p.suggestions #>> '{units,0,unit}' AS unit, p.suggestions #>> '{units,0,formerly}' AS formerly,
    count(*) AS proposed,
    count(*) FILTER (WHERE p.unit = p.suggestions #>> '{units,0,unit}') AS "right",
    count(*) FILTER (WHERE a.dispatched_by_system AND a.unit = p.suggestions #>> '{units,0,unit}') AS automatic,
    count(*) FILTER (WHERE a.return_decision = 'upheld' AND a.unit = p.suggestions #>> '{units,0,unit}') AS returned
FROM petition p JOIN assignment a ON a.number = p.number AND a.index = 1
WHERE p.received_at >= :since AND p.kind <> 'report' AND p.unit IS NOT NULL
    AND p.suggestions #>> '{units,0,unit}' IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 1, 2
""")


def weeks(connection: Connection, *, since: datetime) -> Sequence[Week]:
    """One statement over the petitions received since then."""
    return [Week(**row) for row in connection.execute(_WEEKS, {"since": since}).mappings()]
