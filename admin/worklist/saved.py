"""Keeping views of the worklist: an officer's own, and those that others of the same role share."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from admin.security.account import Officer
from admin.worklist.schema import saved_view
from channels.base import Flaw, Refused, marked
from channels.words import clean
from tracking.domain.error import NotFound

MOST, LONGEST_NAME = 30, 40
MOST_SHOWN = 100
_V = saved_view.c
_NAMELESS = marked("请给这个视图起个名字。")
_LONG = marked("名字最多40个字。")
_TAKEN = marked("您已有同名的视图，请换个名字。")
_FULL = marked("最多保存30个视图，请先删除不用的。")


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One view. ``query`` is tab and filters as they stand in the address of the worklist."""

    id: int
    owner: str
    name: str
    query: str
    shared: bool

    @property
    def address(self) -> str:
        """The one address of the view, which stays when its filters change."""
        return f"/staff/worklist/views/{self.id}"


_COLUMNS = [_V[field.name] for field in fields(Saved)]


def of(connection: Connection, officer: Officer) -> Sequence[Saved]:
    """The officer's own first, then what others share, each by name."""
    order = (_V.owner != officer.username, _V.name, _V.id)
    rows = connection.execute(select(*_COLUMNS).where(_open_to(officer)).order_by(*order).limit(MOST_SHOWN)).mappings()
    return [Saved(**row) for row in rows]


def one(connection: Connection, officer: Officer, identity: int) -> Saved:
    """Raises ``NotFound`` also for what is not shared with this officer."""
    row = connection.execute(select(*_COLUMNS).where(_V.id == identity, _open_to(officer))).mappings().first()
    if row is None:
        raise NotFound("no such view")
    return Saved(**row)


def keep(engine: Engine, officer: Officer, name: str, query: str, *, shared: bool, at: datetime) -> int:
    """Keep a view, or replace the filters of the officer's own of this name; returns its id. Raises ``Refused``."""
    name = _named(name)
    row = {"owner": officer.username, "role": officer.role, "name": name, "query": query, "shared": shared}
    put = insert(saved_view).values(**row, saved_at=at)
    changed = {column: put.excluded[column] for column in ("role", "query", "shared", "saved_at")}
    with engine.begin() as connection:
        _one_at_a_time(connection, officer)
        others = select(func.count()).where(_V.owner == officer.username, _V.name != name)
        if connection.execute(others).scalar_one() >= MOST:
            raise _refused(_FULL)
        kept = put.on_conflict_do_update(index_elements=[_V.owner, _V.name], set_=changed).returning(_V.id)
        return int(connection.execute(kept).scalar_one())


def change(engine: Engine, officer: Officer, identity: int, name: str, *, shared: bool) -> None:
    """Rename the officer's own, and share it or no longer. Raises ``NotFound`` and ``Refused``."""
    name = _named(name)
    with engine.begin() as connection:
        _one_at_a_time(connection, officer)
        taken = select(_V.id).where(_V.owner == officer.username, _V.name == name, _V.id != identity)
        if connection.execute(taken).first():
            raise _refused(_TAKEN)
        changed = update(saved_view).where(_own(officer, identity)).values(name=name, shared=shared)
        if not connection.execute(changed).rowcount:
            raise NotFound("no such view")


def drop(engine: Engine, officer: Officer, identity: int) -> None:
    """Forget the officer's own. Raises ``NotFound``."""
    with engine.begin() as connection:
        if not connection.execute(delete(saved_view).where(_own(officer, identity))).rowcount:
            raise NotFound("no such view")


def _own(officer: Officer, identity: int) -> ColumnElement[bool]:
    return and_(_V.id == identity, _V.owner == officer.username)


def _open_to(officer: Officer) -> ColumnElement[bool]:
    return or_(_V.owner == officer.username, and_(_V.shared, _V.role == officer.role))


def _one_at_a_time(connection: Connection, officer: Officer) -> None:
    """Two windows of one officer cannot both take the last place or the same name."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended('saved view ' || :owner, 0))")
    connection.execute(lock, {"owner": officer.username})


def _named(name: str) -> str:
    name = " ".join(clean(name).split())
    if not any(each.isprintable() and not each.isspace() for each in name):
        raise _refused(_NAMELESS)
    if len(name) > LONGEST_NAME:
        raise _refused(_LONG)
    return name


def _refused(message: str) -> Refused:
    return Refused(Flaw(field="name", code="invalid_value", message=message))
