"""What citizens spoke of most in a period: counts by topic and district, never a title.

Reports (举报) are not counted, nor what nobody knows yet to be none; a group must be large enough to hide a person.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from routing.city import City
from tracking.domain.clock import city_day
from tracking.domain.indicator import Window
from tracking.domain.vocabulary import Kind
from tracking.store import schema

_P, _H = schema.petition.c, schema.hot_alarm.c


def topics(connection: Connection, city: City, window: Window, *, most: int, least: int) -> Sequence[Mapping[str, Any]]:
    """The largest groups, with the days on which each was noted to rise."""
    n = func.count().label("n")
    open_kind = _P.kind.is_not(None), _P.kind != Kind.REPORT
    counted = (
        select(_P.topic, _P.district, n)
        .where(_P.received_at >= window.start, _P.received_at < window.end, *open_kind)
        .where(_P.topic.is_not(None), _P.district.is_not(None))
        .group_by(_P.topic, _P.district)
        .having(func.count() >= least)
        .order_by(n.desc(), _P.topic, _P.district)
        .limit(most)
    )
    days = _risen(connection, window)
    return [
        {
            "topic": city.topic_name(row.topic),
            "place": city.place_name(row.district),
            "count": row.n,
            "risen": days.get((row.topic, row.district), 0),
        }
        for row in connection.execute(counted)
    ]


def _risen(connection: Connection, window: Window) -> Mapping[tuple[str, str], int]:
    during = _H.day >= city_day(window.start), _H.day < city_day(window.end)
    counted = select(_H.topic, _H.district, func.count(_H.day.distinct())).where(*during)
    rows = connection.execute(counted.group_by(_H.topic, _H.district))
    return {(topic, district): days for topic, district, days in rows}
