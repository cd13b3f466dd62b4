"""Spells: from when to when a group was hot. A row is opened when it begins to rise and closed when it does no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.hot import Group, Hot
from tracking.store.schema import hot_spell

_S = hot_spell.c
_OPEN: ColumnElement[bool] = _S.ended_at.is_(None)


@dataclass(frozen=True, kw_only=True)
class Spell:
    """``ended_at`` None: it is hot. ``most``: voices within the last days, when there were most."""

    group: Group
    began_at: datetime
    ended_at: datetime | None
    most: int
    usual: float


def follow(connection: Connection, found: Collection[Hot], *, at: datetime) -> tuple[int, int]:
    """Open what rises and has no open spell, close what rises no more; (opened, closed). Harmless when repeated."""
    known = {each.group for each in running(connection)}
    _open(connection, found, at)
    closed = connection.execute(update(hot_spell).where(_OPEN, _others(found)).values(ended_at=at)).rowcount
    return sum(each.group not in known for each in found), closed


def running(connection: Connection) -> Sequence[Spell]:
    """Those that are hot, the latest first."""
    return _read(connection, _OPEN, most=1000)


def ended(connection: Connection, *, since: datetime, most: int) -> Sequence[Spell]:
    """Those that ended since then, the latest first."""
    return _read(connection, _S.ended_at >= since, most=most)


def count(connection: Connection) -> int:
    """How many are hot."""
    return connection.execute(select(func.count()).select_from(hot_spell).where(_OPEN)).scalar_one()


def _open(connection: Connection, found: Collection[Hot], at: datetime) -> None:
    if not found:
        return
    rows = [{**vars(each.group), "began_at": at, "most": each.now, "usual": each.usual} for each in found]
    new = insert(hot_spell).values(rows)
    statement = new.on_conflict_do_update(
        index_elements=["topic", "district", "street"],
        index_where=_OPEN,
        set_={"most": func.greatest(_S.most, new.excluded.most)},
    )
    connection.execute(statement)


def _others(found: Collection[Hot]) -> ColumnElement[bool]:
    groups = [(each.group.topic, each.group.district, each.group.street) for each in found]
    return tuple_(_S.topic, _S.district, _S.street).not_in(groups)


def _read(connection: Connection, condition: ColumnElement[bool], *, most: int) -> Sequence[Spell]:
    wanted = select(hot_spell).where(condition).order_by(func.coalesce(_S.ended_at, _S.began_at).desc(), _S.id)
    return [
        Spell(
            group=Group(topic=row.topic, district=row.district, street=row.street),
            began_at=row.began_at,
            ended_at=row.ended_at,
            most=row.most,
            usual=row.usual,
        )
        for row in connection.execute(wanted.limit(most))
    ]
