"""The sweep of supervision: steps of the ladder that have become due are issued, each exactly once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from admin.supervision import schema
from admin.supervision.issuing import Draft, issue
from admin.supervision.ladder import FOLLOWING, WAITS_FOR_UNIT, Standing, State, Step, following, limit
from admin.supervision.law import law
from tracking.domain.clock import city_day
from tracking.domain.people import SYSTEM
from tracking.domain.workday import WorkCalendar
from tracking.service.core import Core
from tracking.store import parameter
from tracking.store import schema as tracking

_D, _A = schema.document.c, tracking.assignment.c
_REASONS = {
    Step.CRITICISM: "红牌整改期限已过，仍未报结",
    Step.TALK: "通报批评后整改期限已过，仍未报结",
    Step.ACCOUNTABILITY: "约谈后整改期限已过，仍未报结",
}
_WITH_UNIT = ("to_sign", "handling")


def climb(core: Core, *, most: int = 200) -> int:
    """Issue what is due; returns how many documents."""
    now = core.now()
    with core.engine.begin() as connection:
        rows = _passed(connection, now, most)
        numbers = law(connection, city_day(now))
        calendar = parameter.calendar(connection)
        drafts = {row.id: draft for row in rows if (draft := _draft(row, now, numbers.days, calendar))}
        made = issue(connection, list(drafts.values()), word=numbers.word, version=numbers.version)
        connection.execute(update(schema.document).where(_D.id.in_(list(drafts))).values(climbed=True))
        _told(connection, numbers.days, calendar, most)
    return len(made)


def _passed(connection: Connection, now: datetime, most: int) -> Sequence[Any]:
    """Held in the order of their ids, so that a person who decides on one and the sweep do not cross."""
    at_unit = and_(_A.number == _D.number, _A.index == _D.index)
    found = (
        select(*schema.document.c, _A.stage)
        .join(tracking.assignment, at_unit)
        .where(
            _D.due_at < now,
            ~_D.climbed,
            _D.state.in_(sorted(WAITS_FOR_UNIT)),
            _D.step.in_(sorted(FOLLOWING)),
            _D.appealed_at.is_(None) | _D.appeal_decision.is_not(None),
            _A.stage.in_(_WITH_UNIT),
        )
        .order_by(_D.id)
        .limit(most)
        .with_for_update(of=schema.document)
    )
    return connection.execute(found).all()


def _draft(row: Row[Any], now: datetime, days: Mapping[Step, int], calendar: WorkCalendar) -> Draft | None:
    standing = Standing(
        step=Step(row.step),
        state=State(row.state),
        due_at=row.due_at,
        appeal_waits=row.appealed_at is not None and row.appeal_decision is None,
        with_unit=row.stage in _WITH_UNIT,
    )
    step = following(standing, now)
    if step is None:
        return None
    return Draft(
        step=step,
        number=row.number,
        index=row._mapping["index"],
        unit=row.unit,
        reason=_REASONS[step],
        due_at=limit(now, days[step], calendar),
        by=SYSTEM.id,
        role=SYSTEM.role,
        at=now,
    )


def _told(connection: Connection, days: Mapping[Step, int], calendar: WorkCalendar, most: int) -> None:
    """Limits that could not be told become known once the calendar of their year is loaded."""
    unknown = select(_D.id, _D.step, _D.issued_at).where(
        _D.due_at.is_(None), _D.step.in_(sorted(days)), _D.state.in_(sorted(WAITS_FOR_UNIT)), ~_D.climbed
    )
    for row in connection.execute(unknown.limit(most)).all():
        due_at = limit(row.issued_at, days[Step(row.step)], calendar)
        if due_at is not None:
            connection.execute(update(schema.document).where(_D.id == row.id).values(due_at=due_at))
