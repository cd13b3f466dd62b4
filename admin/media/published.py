"""Examples as strangers may read them: released, their day come, and of petitions that may still be told of."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from admin.media import store
from admin.media.consent import tellable
from admin.media.schema import media_act, media_item
from admin.media.stage import Act, Stage
from admin.media.store import Item

_M, _L = media_item.c, media_act.c
PAGE = 20


def newest(connection: Connection, today: date, *, tone: str = "", page: int = 1) -> Sequence[Item]:
    """One more than a page holds, where there are more."""
    wanted = and_(_open(today), _M.tone == tone) if tone else _open(today)
    return store.where(connection, wanted, most=PAGE + 1, after=(page - 1) * PAGE)


def one(connection: Connection, identity: int, today: date) -> Item | None:
    """An example that is public today."""
    return next(iter(store.where(connection, and_(_M.id == identity, _open(today)), most=1)), None)


def was_public(connection: Connection, identity: int) -> bool:
    """Whether it was withdrawn, or its petition may be told of no more."""
    return connection.execute(select(_M.id).where(_M.id == identity, _gone())).first() is not None


def withdrawn(connection: Connection) -> int:
    """How many were public and are no more."""
    return connection.execute(select(func.count()).where(_gone())).scalar_one()


def follow_ups(connection: Connection, identity: int) -> Sequence[tuple[date, str]]:
    """What came of it, the oldest first, as it was confirmed."""
    wanted = select(_L.at, _L.note).where(_L.item == identity, _L.act == Act.CONFIRM).order_by(_L.id)
    return [(row.at, row.note) for row in connection.execute(wanted)]


def _open(today: date) -> ColumnElement[bool]:
    return and_(_M.stage == Stage.PUBLISHED, _M.published_on <= today, tellable(_M.number))


def _gone() -> ColumnElement[bool]:
    return or_(_M.stage == Stage.WITHDRAWN, and_(_M.stage == Stage.PUBLISHED, ~tellable(_M.number)))
