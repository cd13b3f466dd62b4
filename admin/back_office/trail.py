"""One list over everything that is noted of people at desks: sign-ins, identities, accounts, exports, keys, registers.

Each source is narrowed and cut by itself, so that a page costs what a page shows however long the logs are. Who typed a
username that is no account is not shown: it may be a password in the wrong field.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Text,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from admin.back_office import schema as own
from admin.security import schema
from admin.security.own import SIGN_INS
from routing.schema import knowledge_change
from tracking.domain.clock import CITY_ZONE
from tracking.domain.people import Role
from tracking.store.schema import calendar_change, petition
from tracking.store.visibility import NEVER_A_REPORT, Viewer, sees_all

PAGE = 50
KINDS = ("sign_in", "identity", "account", "export", "key", "register", "desk")
_NOTHING: ColumnElement[Any] = cast(null(), Text)
# The number of a report (举报), or of what may turn out to be one, is for those who see everything.
_NO_REPORT = case((NEVER_A_REPORT, schema.identity_read.c.number), else_=None)
_ACCOUNT = schema.account.alias("who")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; an empty part leaves it open. Days are the city's, both inclusive."""

    who: str = ""
    kind: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Key:
    """Where a page ended, its fields in the order's order."""

    at: datetime
    source: int
    id: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was done. ``who`` is None for a name that is no account; ``about`` an account, export or entry."""

    at: datetime
    source: int
    id: int
    kind: str
    who: str | None
    act: str
    about: str | None
    number: str | None
    note: str | None
    address: str | None

    @property
    def key(self) -> Key:
        return Key(at=self.at, source=self.source, id=self.id)


@dataclass(frozen=True, kw_only=True)
class _Source:
    """A log: its rows as columns of ``Line``, and whose they are. ``by_name``: programs write there too."""

    rows: FromClause
    by: ColumnElement[Any]
    at: ColumnElement[Any]
    id: ColumnElement[Any]
    kind: ColumnElement[Any]
    act: ColumnElement[Any]
    kinds: Sequence[str]
    about: ColumnElement[Any] = _NOTHING
    number: ColumnElement[Any] = _NOTHING
    note: ColumnElement[Any] = _NOTHING
    address: ColumnElement[Any] = _NOTHING
    by_name: bool = True


def lines(
    connection: Connection,
    viewer: Viewer,
    wanted: Wanted,
    *,
    after: Key | None = None,
    size: int = PAGE,
    leaves: bool = False,
) -> Sequence[Line]:
    """The newest first, one more than ``size`` where there are more; administrators' acts not for administrators.

    What ``leaves`` the system names no report, whoever reads it.
    """
    parts = [
        _part(number, source, viewer, wanted, after, size)
        for number, source in enumerate(_sources(open_numbers=sees_all(viewer) and not leaves))
        if not wanted.kind or wanted.kind in source.kinds
    ]
    if not parts:
        return []
    found = union_all(*(select(each.subquery()) for each in parts)).subquery()
    order = found.c.at.desc(), found.c.source.desc(), found.c.id.desc()
    rows = connection.execute(select(found).order_by(*order).limit(size + 1)).mappings()
    return [Line(**row) for row in rows]


def _part(number: int, source: _Source, viewer: Viewer, wanted: Wanted, after: Key | None, size: int) -> Any:
    name = source.by if source.by_name else _ACCOUNT.c.username
    place = literal(number)
    plain = {
        field: getattr(source, field) for field in ("at", "id", "kind", "act", "about", "number", "note", "address")
    }
    columns = {**plain, "source": place, "who": name}
    conditions = [*_narrowing(source, name, wanted), _readable(source, viewer)]
    if after:
        conditions += [
            source.at <= after.at,
            tuple_(source.at, place, source.id) < tuple_(*map(literal, astuple(after))),
        ]
    rows = source.rows.outerjoin(_ACCOUNT, _ACCOUNT.c.username == source.by)
    labelled = [column.label(label) for label, column in columns.items()]
    return (
        select(*labelled)
        .select_from(rows)
        .where(*conditions)
        .order_by(source.at.desc(), source.id.desc())
        .limit(size + 1)
    )


def _narrowing(source: _Source, name: ColumnElement[Any], wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        found.append(or_(name == wanted.who, source.about == wanted.who if "account" in source.kinds else false()))
    if wanted.kind:
        found.append(source.kind == wanted.kind)
    if wanted.number:
        found.append(source.number == wanted.number)
    if wanted.since:
        found.append(source.at >= datetime.combine(wanted.since, time(), CITY_ZONE))
    if wanted.until:
        found.append(source.at < datetime.combine(wanted.until, time(), CITY_ZONE) + timedelta(days=1))
    return found


def _readable(source: _Source, viewer: Viewer) -> ColumnElement[bool]:
    """What administrators do is read by the inspector; their work on accounts stands on the accounts' pages too."""
    if viewer.role is not Role.ADMINISTRATOR:
        return true()
    return or_(_ACCOUNT.c.role.is_(None), _ACCOUNT.c.role != Role.ADMINISTRATOR, source.kind == "account")


def _sources(*, open_numbers: bool) -> Sequence[_Source]:
    log, read, change, act = schema.access.c, schema.identity_read.c, schema.account_change.c, own.export_act.c
    day, entry = calendar_change.c, knowledge_change.c
    key = or_(log.act.startswith("issued key "), log.act.startswith("revoked key "))
    kind = case((log.act.in_(SIGN_INS), "sign_in"), (key, "key"), else_="desk")
    return (
        _Source(rows=schema.access, by=log.username, at=log.at, id=log.id, kind=kind, act=log.act,
                kinds=("sign_in", "key", "desk"), address=log.address, by_name=False),
        _Source(rows=schema.identity_read.outerjoin(petition, petition.c.number == read.number), by=read.reader,
                at=read.at, id=read.id, kind=literal("identity"), act=literal("identity_read"), kinds=("identity",),
                number=read.number if open_numbers else _NO_REPORT, note=read.reason),
        _Source(rows=schema.account_change, by=change.by, at=change.at, id=change.id, kind=literal("account"),
                act=change.act, kinds=("account",), about=change.username, note=change.note),
        _Source(rows=own.export_act, by=act.by, at=act.at, id=act.id, kind=literal("export"), act=act.act,
                kinds=("export",), about=cast(act.export, Text), note=act.note),
        _Source(rows=calendar_change, by=day.changed_by, at=day.changed_at, id=day.id, kind=literal("register"),
                act=literal("calendar"), kinds=("register",), about=cast(day.day, Text), note=day.note),
        _Source(rows=knowledge_change, by=entry.changed_by, at=entry.changed_at, id=entry.id, kind=literal("register"),
                act=func.concat("knowledge_", entry.act), kinds=("register",), about=entry.code),
    )  # fmt: skip
