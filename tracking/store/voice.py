"""Voices: a petition received, or somebody who joined one (我也遇到). Reports are no part of them.

A merged petition is a voice too, and counts where its master stands.
"""

from datetime import date, datetime, time

from sqlalchemy import CTE, ColumnElement, Date, Select, and_, case, cast, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import BYTEA

from tracking.domain.clock import CITY_ZONE
from tracking.domain.vocabulary import Identity, Kind
from tracking.store import schema
from tracking.store.visibility import Viewer, visible

_P, _F = schema.petition.c, schema.follower.c
_MASTER = schema.petition.alias("master")
_M = _MASTER.c


def voices(viewer: Viewer, since: date) -> CTE:
    """Topic, district, street, day, person, and the petition with its moment, from the day ``since`` on."""
    start = datetime.combine(since, time(), CITY_ZONE)
    own = func.coalesce(_P.phone_key, _P.email_key, func.convert_to(_P.number, "UTF8"))
    with_master = schema.petition.outerjoin(_MASTER, _M.number == _P.master)
    received = _voice(_P.received_at, own, viewer).select_from(with_master).where(_P.received_at >= start)
    joined = _voice(_F.joined_at, _F.voter_key, viewer).select_from(
        with_master.join(schema.follower, _F.number == _P.number)
    )
    return union_all(received, joined.where(_F.joined_at >= start)).cte("voice")


def _voice(at: ColumnElement[datetime], person: ColumnElement[bytes], viewer: Viewer) -> Select[tuple[object, ...]]:
    """A merged petition stands where its master does; neither may be a report, nor of a kind not known yet."""
    district = func.coalesce(_M.district, _P.district)
    street = case((_M.district.is_not(None), _M.street), else_=_P.street)
    topic = func.coalesce(_M.topic, _P.topic)
    open_to_all = and_(
        _no_report(_P.kind, merged=_P.master.is_not(None)), or_(_M.number.is_(None), _M.kind != Kind.REPORT)
    )
    return select(
        topic.label("topic"),
        district.label("district"),
        func.coalesce(street, "").label("street"),
        cast(func.timezone(CITY_ZONE.key, at), Date).label("day"),
        cast(person, BYTEA).label("person"),
        _P.number,
        at.label("at"),
        (_P.identity == Identity.NAMED).label("named"),
    ).where(topic.is_not(None), district.is_not(None), open_to_all, visible(viewer))


def _no_report(kind: ColumnElement[str | None], *, merged: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(kind != Kind.REPORT, and_(kind.is_(None), merged))
