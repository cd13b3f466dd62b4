"""Groups of petitions with their voices by day, read in one statement, and the days on which a group was found to rise.

A group is read only when enough different persons spoke of it lately; a person counts once a day in it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from tracking.domain.clock import city_day
from tracking.domain.hot import Daily, Group, Hot, Span
from tracking.store import schema
from tracking.store.visibility import Viewer
from tracking.store.voice import voices

_P, _H = schema.petition.c, schema.hot_alarm.c


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was said of a group lately: voices by day, and one of its petitions with its title."""

    daily: Daily
    number: str
    title: str


def heard(connection: Connection, viewer: Viewer, days: Span, *, least: int) -> Mapping[Group, Heard]:
    """Every group of which at least ``least`` persons spoke in the last days, as far as ``viewer`` may see it."""
    rows = connection.execute(_statement(viewer, days, least)).all()
    return {
        Group(topic=row.topic, district=row.district, street=row.street): Heard(
            daily=dict(zip(row.days, row.counts, strict=True)), number=row.number, title=row.title
        )
        for row in rows
    }


def began_on(connection: Connection) -> date | None:
    """The day of the oldest petition; None where there is none."""
    oldest = connection.execute(select(func.min(_P.received_at))).scalar_one()
    return oldest and city_day(oldest)


def note(connection: Connection, found: Iterable[Hot], *, at: datetime) -> int:
    """Keep that these groups rise today, each once; returns how many were not known yet."""
    rows = [
        {**_key(each.group), "day": city_day(at), "voices": each.now, "usual": each.usual, "found_at": at}
        for each in found
    ]
    if not rows:
        return 0
    statement = insert(schema.hot_alarm).values(rows).on_conflict_do_nothing().returning(_H.topic)
    return len(connection.execute(statement).all())


def known(connection: Connection, *, since: date, before: date) -> Collection[Group]:
    """The groups that were found to rise in these days."""
    wanted = select(_H.topic, _H.district, _H.street).where(_H.day >= since, _H.day < before).distinct()
    return {Group(topic=row.topic, district=row.district, street=row.street) for row in connection.execute(wanted)}


def _key(group: Group) -> Mapping[str, str]:
    return dict(zip(("topic", "district", "street"), astuple(group), strict=True))


def _statement(viewer: Viewer, days: Span, least: int) -> Select[tuple[object, ...]]:
    """Lately: who has enough persons, and a sample. Beside it the counts of each day."""
    voice = voices(viewer, days.past_from)
    lately, daily = _lately(voice, days.recent_from, least), _daily(voice)
    at_same = and_(*(lately.c[name] == daily.c[name] for name in ("topic", "district", "street")))
    key = (lately.c.topic, lately.c.district, lately.c.street, lately.c.number)
    return (
        select(*key, _P.title, func.array_agg(daily.c.day).label("days"), func.array_agg(daily.c.n).label("counts"))
        .select_from(lately.join(daily, at_same).join(schema.petition, _P.number == lately.c.number))
        .group_by(*key, _P.title)
    )


def _lately(voice: CTE, since: date, least: int) -> CTE:
    c = voice.c
    best = aggregate_order_by(c.number, c.named.desc(), c.at.desc(), c.number)
    persons = func.count(c.person.distinct())
    return (
        select(c.topic, c.district, _street(voice), func.array_agg(best)[1].label("number"))
        .where(c.day >= since)
        .group_by(_sets(voice))
        .having(_known_place(voice), persons >= least)
        .cte("lately")
    )


def _daily(voice: CTE) -> CTE:
    c = voice.c
    persons = func.count(c.person.distinct()).label("n")
    return (
        select(c.topic, c.district, _street(voice), c.day, persons)
        .group_by(_sets(voice, c.day))
        .having(_known_place(voice))
        .cte("daily")
    )


def _sets(voice: CTE, *more: ColumnElement[date]) -> ColumnElement[object]:
    """By street, and by district whatever the street."""
    c = voice.c
    return func.grouping_sets(tuple_(c.topic, c.district, *more), tuple_(c.topic, c.district, c.street, *more))


def _street(voice: CTE) -> ColumnElement[str]:
    return func.coalesce(voice.c.street, "").label("street")


def _known_place(voice: CTE) -> ColumnElement[bool]:
    """A petition of no street is counted with its district, not with the street of no name."""
    return or_(func.grouping(voice.c.street) == 1, voice.c.street != "")
