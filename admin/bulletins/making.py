"""A draft of a bulletin: everything that a frozen period says, gathered once and written down."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from admin.bulletins import hot, store
from admin.bulletins.body import Source, body, snapshot_id
from admin.bulletins.law import Law, law, templates
from admin.bulletins.service import anonymous
from admin.bulletins.store import Done
from admin.wiring import CITY_NAME, Container
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.error import InvalidValue, TooEarly
from tracking.domain.period import Span, Week, named
from tracking.service import period_close
from tracking.store import frozen, parameter
from tracking.store.frozen import Frozen

LONGEST = 2000


def make(container: Container, *, period: str, demands: str, due_on: date, by: str) -> int:
    """A draft of a frozen period; a week is frozen with it.

    Raises ``TooEarly`` where the period is not frozen, ``InvalidValue`` where something looks personal or it has a
    bulletin already, ``CalendarMissing`` where the deadline cannot be known.
    """
    require(demands=demands)
    if len(demands) > LONGEST or due_on < city_day(container.core.now()):
        raise InvalidValue("too long, or a deadline in the past", field="demands")
    anonymous(container, demands)
    span = named(period)
    source = _source(container, span, _frozen(container, span, by=by), demands=demands, due_on=due_on)
    made = body(source)
    snapshot = snapshot_id(made)
    row = {"period": str(span), "snapshot": snapshot, "body": made, "made_by": by, "made_at": source.made_at}
    with container.engine.begin() as connection:
        identity = store.add(connection, row)
        if identity is None:
            raise InvalidValue("there is a bulletin of this period", field="period", value=str(span))
        store.note(connection, identity, Done(act="made", by=by, at=source.made_at, note=snapshot))
    return identity


def _frozen(container: Container, span: Span, *, by: str) -> Frozen:
    """What was frozen; a week that is over is frozen now."""
    with container.engine.connect() as connection:
        known = frozen.of(connection, str(span))
    if known is None and isinstance(span, Week) and span.window().end <= container.core.now():
        successors = container.city.successors()
        return period_close.close(container.core, span, groups=groups(container), by=by, successors=successors)
    if known is None:
        raise TooEarly("this period is not frozen", field="period", value=str(span))
    return known


def groups(container: Container) -> Mapping[str, str | None]:
    """Unit → group, without branch hotlines."""
    return {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}


def _source(container: Container, span: Span, kept: Frozen, *, demands: str, due_on: date) -> Source:
    core = container.core
    today = city_day(core.now())
    with core.engine.connect() as connection:
        numbers, calendar = law(connection, today), parameter.calendar(connection)
        version, words = templates(connection, today)
        scheme = parameter.scheme(connection, span.begins_on)
        window = span.window(starts_on=scheme.month_starts_on)
        loud = hot.topics(connection, container.city, window, most=numbers.hot_topics, least=numbers.hot_least)
        told = store.told_corrections(connection, before=core.now())
        earlier = _earlier(connection, kept, numbers)
    return Source(
        span=span,
        frozen=kept,
        scheme=scheme,
        city=container.city,
        city_name=CITY_NAME,
        hot=loud,
        corrections=[row for each in earlier for row in _corrections(container, each, told)],
        demands=demands,
        demands_due_on=due_on,
        rectify_by=calendar.add_workdays(today, numbers.rectify_days),
        sms_version=version,
        templates=words,
        made_at=core.now(),
    )


def _earlier(connection: Connection, kept: Frozen, numbers: Law) -> Sequence[str]:
    """The frozen periods of the same kind before this one, whose late corrections it tells."""
    names = [each for each in frozen.recent(connection, most=120) if _kind(each) == _kind(kept.period)]
    return [each for each in names if each < kept.period][: numbers.corrected_periods]


def _kind(period: str) -> str:
    return "W" if "W" in period else "Q" if "Q" in period else str(len(period))


def _corrections(container: Container, period: str, told: frozenset[tuple[str, ...]]) -> Sequence[dict[str, Any]]:
    successors, name = container.city.successors(), container.city.unit_name
    found = period_close.corrections(container.core, period, groups=groups(container), successors=successors)
    return [
        {"period": period, "name": name(each.unit), **vars(each)}
        for each in found
        if (period, each.unit, each.figure, each.now or "") not in told
    ]
