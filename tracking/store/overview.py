"""What leaders see of the whole city: how much is open and late in each district, and where petitions go.

Reports (举报) are in none of these counts: with few of them a count would tell of one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, true

from tracking.domain.indicator import Window
from tracking.domain.people import Role
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.store import schema
from tracking.store.visibility import Viewer, visible, visible_share

_P, _A = schema.petition.c, schema.assignment.c
_RUNNING = _A.stage.in_([AssignmentStage.TO_SIGN, AssignmentStage.HANDLING])
OPEN, ANSWERED, ENDED = "open", "answered", "ended"


@dataclass(frozen=True, kw_only=True)
class Load:
    """Open petitions of a district, and the assignments among them that are past their limit."""

    open: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Stream:
    """So many petitions of one channel went to one unit (None: to none) and came to one outcome."""

    channel: str
    unit: str | None
    outcome: str
    count: int


def eyes(unit: str | None) -> Viewer:
    """The leaders' view, whoever looks: without reports, and of a ``unit`` where one is named."""
    return Viewer(role=Role.LEADER, unit=unit)


def loads(connection: Connection, now: datetime, *, unit: str | None = None) -> Mapping[str, Load]:
    """District → what is open and late there now; two statements over what is open."""
    viewer = eyes(unit)
    is_open = select(_P.district, func.count()).where(_P.closed_at.is_(None), visible(viewer)).group_by(_P.district)
    joined = schema.assignment.join(schema.petition)
    late = (
        select(_P.district, func.count())
        .select_from(joined)
        .where(_RUNNING, _A.handle_due_at <= now, visible_share(viewer))
        .group_by(_P.district)
    )
    opened = {row[0]: row[1] for row in connection.execute(is_open)}
    overdue = {row[0]: row[1] for row in connection.execute(late)}
    known = filter(None, opened.keys() | overdue.keys())
    return {code: Load(open=opened.get(code, 0), late=overdue.get(code, 0)) for code in known}


def streams(connection: Connection, window: Window, *, unit: str | None = None) -> Sequence[Stream]:
    """Where the petitions received in a window went, the broadest first; one statement."""
    own: ColumnElement[bool] = true() if unit is None else _P.unit == unit
    outcome = case(
        (_P.outcome.is_not(None), _P.outcome),
        (_P.stage == PetitionStage.ANSWERED, ANSWERED),
        (_P.closed_at.is_(None), OPEN),
        else_=ENDED,
    ).label("outcome")
    count = func.count().label("count")
    received = and_(_P.received_at >= window.start, _P.received_at < window.end)
    rows = connection.execute(
        select(_P.channel, _P.unit, outcome, count)
        .where(received, visible(eyes(None)), own)
        .group_by(_P.channel, _P.unit, outcome)
        .order_by(count.desc(), _P.channel, _P.unit, outcome)
    )
    return [Stream(**row) for row in rows.mappings()]
