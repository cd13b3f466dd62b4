"""Joint consultation (会商): proposed when a matter was reworked too often or went through too many units, then raised.

It is raised a level when it passed its limit without a conclusion, or when the matter went wrong again after one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, text, update
from sqlalchemy.dialects.postgresql import insert

from admin.supervision import schema
from admin.supervision.ladder import limit
from admin.supervision.law import Law, law
from notify.unit import Notice, tell
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound, TooLate
from tracking.domain.people import Actor
from tracking.domain.workday import WorkCalendar
from tracking.service.core import Core
from tracking.store import parameter
from tracking.store import schema as tracking
from tracking.store.visibility import Viewer, visible

_N, _P = schema.consultation.c, tracking.petition.c
# Who calls the units together, by level: a post, never a person.
CONVENORS = ("督办负责人", "监察机关分管负责人", "市政府分管负责人")
_CONTESTED = text("""
SELECT p.number, p.reworks, array_agg(DISTINCT a.unit ORDER BY a.unit) AS units,
    count(DISTINCT a.unit) FILTER (WHERE a.nature = 'lead') AS leads,
    c.level, c.state, c.due_at, c.weight
FROM petition p
JOIN assignment a USING (number)
LEFT JOIN LATERAL (SELECT * FROM consultation WHERE number = p.number ORDER BY level DESC LIMIT 1) c ON true
WHERE p.closed_at IS NULL AND (p.reworks > 0 OR p.round > 1)
GROUP BY p.number, p.reworks, c.level, c.state, c.due_at, c.weight
HAVING (p.reworks >= :reworks OR count(DISTINCT a.unit) FILTER (WHERE a.nature = 'lead') >= :units)
    AND (c.level IS NULL OR c.level < :highest)
    AND (c.level IS NULL OR (c.state <> 'concluded' AND c.due_at < :now)
        OR (c.state = 'concluded' AND p.reworks + count(DISTINCT a.unit) FILTER (WHERE a.nature = 'lead') > c.weight))
ORDER BY p.number LIMIT :most
""")


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """One consultation as a list shows it; ``title`` is the petition's."""

    id: int
    number: str
    title: str
    level: int
    cause: str
    participants: Sequence[str]
    convenor: str
    state: str
    proposed_at: datetime
    due_at: datetime | None
    convened_by: str | None
    conclusion: str | None
    concluded_by: str | None
    concluded_at: datetime | None


def propose(core: Core, *, most: int = 200) -> int:
    """Propose what is due, each once; returns how many."""
    now = core.now()
    with core.engine.begin() as connection:
        numbers = law(connection, city_day(now))
        wanted = {
            "reworks": numbers.consultation_reworks,
            "units": numbers.consultation_units,
            "highest": numbers.highest_level,
        }
        rows = connection.execute(_CONTESTED, {**wanted, "now": now, "most": most}).all()
        return _add(connection, rows, numbers, now)


def _add(connection: Connection, rows: Sequence[Row[Any]], numbers: Law, now: datetime) -> int:
    if not rows:
        return 0
    calendar = parameter.calendar(connection)
    values = [_row(row, numbers, calendar, now) for row in rows]
    lapsed = [(row.number, row.level) for row in rows if row.level is not None and row.state != "concluded"]
    for number, level in lapsed:
        raised = update(schema.consultation).where(_N.number == number, _N.level == level)
        connection.execute(raised.values(state="raised"))
    made = insert(schema.consultation).values(values).on_conflict_do_nothing().returning(_N.id)
    return len(connection.execute(made).all())


def _row(row: Row[Any], numbers: Law, calendar: WorkCalendar, now: datetime) -> Mapping[str, object]:
    level = (row.level or 0) + 1
    return {
        "number": row.number,
        "level": level,
        "cause": "reworks" if row.reworks >= numbers.consultation_reworks else "units",
        "weight": row.reworks + row.leads,
        "participants": row.units,
        "convenor": CONVENORS[min(level, len(CONVENORS)) - 1],
        "state": "proposed",
        "proposed_at": now,
        "due_at": limit(now, numbers.consultation_days, calendar),
    }


def listed(connection: Connection, viewer: Viewer, *, most: int = 200) -> Sequence[Consultation]:
    """Those without a conclusion first, the most urgent on top."""
    names = [name for name in Consultation.__dataclass_fields__ if name != "title"]
    found = (
        select(*(_N[name] for name in names), _P.title)
        .join(tracking.petition, _P.number == _N.number)
        .where(visible(viewer))
        .order_by(_N.state.in_(["concluded", "raised"]), _N.due_at, _N.id)
        .limit(most)
    )
    return [Consultation(**row) for row in connection.execute(found).mappings()]


def convene(core: Core, identity: int, *, by: Actor) -> None:
    """A person calls the units together."""
    kept = {"convened_by": by.id, "convened_at": core.now(), "state": "convened"}
    _change(core, identity, "proposed", kept)


def conclude(core: Core, identity: int, *, conclusion: str, by: Actor) -> None:
    """The conclusion is kept; what it says is carried out by the verbs of the procedure."""
    require(conclusion=conclusion)
    kept = {"conclusion": conclusion, "concluded_by": by.id, "concluded_at": core.now(), "state": "concluded"}
    _change(core, identity, "convened", kept)


def _change(core: Core, identity: int, before: str, values: Mapping[str, object]) -> None:
    """Move it on and tell every unit that takes part."""
    with core.engine.begin() as connection:
        waiting = update(schema.consultation).where(_N.id == identity, _N.state == before).values(values)
        moved = connection.execute(waiting.returning(_N.participants)).first()
        if moved is not None:
            told = Notice(
                unit="",
                about="consultation",
                subject=identity,
                what=str(values["state"]),
                source=identity,
                at=core.now(),
            )
            tell(connection, [replace(told, unit=unit) for unit in moved.participants])
            return
        if connection.execute(select(_N.id).where(_N.id == identity)).first() is None:
            raise NotFound("no such consultation")
        raise TooLate("the consultation has moved on", field="state")
