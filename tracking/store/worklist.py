"""The worklists: what each desk has to do, what hurts first on top.

A tab is a condition over petitions, or over assignments with their petitions. Counts of all tabs are one
statement; a page is one statement (a search up to four) with a keyset, never an offset. Every list carries the
condition of ``visibility``, so that it shows nothing its reader may not open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, literal, null, select, tuple_

from tracking.domain.vocabulary import Kind
from tracking.store import pair, schema
from tracking.store.narrowed import Filter
from tracking.store.narrowed import conditions as narrowing
from tracking.store.reach import reach
from tracking.store.tab import Moment, Tab
from tracking.store.visibility import READS_FIGURES, Viewer, sees_all, visible, visible_share

_P, _A = schema.petition.c, schema.assignment.c
PAGE = 50
MOST_COUNTED = 1000
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Key:
    """Where a page ended: the last row's place in the order, its fields in the order's order; without ``number``, the
    moment as far as it looked."""

    rank: int
    at: datetime
    number: str
    index: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a list. ``index`` is 0 for a petition that is listed by itself."""

    number: str
    index: int
    rank: int
    order_at: datetime
    due_at: datetime | None
    title: str
    kind: str | None
    urgency: str
    identity: str
    topic: str | None
    district: str | None
    street: str | None
    unit: str | None
    stage: str
    part: str | None
    nature: str | None
    received_at: datetime
    closed_at: datetime | None
    needs_person: bool
    urges: int
    returns: int
    callback_tries: int
    yellow_card_at: datetime | None
    red_card_at: datetime | None
    return_target: str | None
    suggestions: Any
    version: int

    @property
    def key(self) -> Key:
        return Key(rank=self.rank, at=self.order_at, number=self.number, index=self.index)


def counts(connection: Connection, tabs: Sequence[Tab], viewer: Viewer, moment: Moment) -> Mapping[str, int]:
    """How much stands in each tab, counted up to ``MOST_COUNTED``, in one statement."""
    if not tabs:
        return {}
    each = [_count(tab, viewer, moment).label(tab.name) for tab in tabs]
    return dict(connection.execute(select(*each)).mappings().one())


def page(
    connection: Connection,
    tab: Tab,
    viewer: Viewer,
    moment: Moment,
    *,
    narrowed: Filter,
    after: Key | None = None,
    size: int = PAGE,
) -> tuple[Sequence[Row], Key | None]:
    """One page of a tab and the key of the next one, None at the end.

    A page that is not full and has a next one looked no farther back than the moment in that key.
    """
    order = _order(tab)
    if narrowed.kind == Kind.REPORT and viewer.role in READS_FIGURES:
        return [], None  # none of them are for these eyes: the database would look through everything to find out
    start = after.at if after else None
    far = reach(connection, tab, viewer, moment, narrowed=narrowed, start=start)
    conditions = [*_conditions(tab, viewer, moment), *narrowing(tab, narrowed, moment), *far.conditions]
    statement = select(*_columns(tab, *order)).select_from(_source(tab)).where(*conditions)
    if after:
        statement = statement.where(_beyond(tab, order, after))
    direction = [each.asc() if tab.arrived is None else each.desc() for each in order]
    ordered = statement.order_by(*direction).limit(size + 1)
    rows = [Row(**row) for row in connection.execute(ordered).mappings()]
    if len(rows) > size:
        return rows[:size], rows[size - 1].key
    return rows, Key(rank=0, at=far.back_to, number="", index=0) if far.back_to else None


def matching(connection: Connection, tab: Tab, viewer: Viewer, moment: Moment, *, narrowed: Filter, most: int) -> int:
    """How many rows all pages of a tab have together, counted up to ``most``."""
    conditions = [*_conditions(tab, viewer, moment), *narrowing(tab, narrowed, moment)]
    if narrowed.words:
        conditions.append(pair.has(_A.number if tab.by_assignment else _P.number, narrowed.words))
    found = select(literal(1).label("one")).select_from(_source(tab)).where(*conditions).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def _count(tab: Tab, viewer: Viewer, moment: Moment) -> Any:
    """Assignments of which nothing is kept from the viewer are counted without their petitions."""
    alone = tab.by_assignment and sees_all(viewer)
    one = select(literal(1).label("one")).select_from(schema.assignment if alone else _source(tab))
    found = one.where(*_conditions(tab, viewer, moment)).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _conditions(tab: Tab, viewer: Viewer, moment: Moment) -> Sequence[ColumnElement[bool]]:
    return visible_share(viewer) if tab.by_assignment else visible(viewer), *tab.where(viewer, moment)


def _source(tab: Tab) -> FromClause:
    return schema.assignment.join(schema.petition) if tab.by_assignment else schema.petition


def _order(tab: Tab) -> tuple[ColumnElement[Any], ...]:
    """Danger to life or property first, then the clock. What newest-first lists begin with has no rank.

    Assignments are ordered by what stands on themselves, so that only those of the page are looked up beside them.
    """
    listed, index = (_A, _A.index) if tab.by_assignment else (_P, literal(0))
    if tab.arrived is not None:
        return literal(0), tab.arrived, listed.number, index
    rank = case((listed.urgency == "critical", 0), else_=1)
    return rank, func.coalesce(tab.due, literal(NEVER)), listed.number, index


def _beyond(tab: Tab, order: tuple[ColumnElement[Any], ...], after: Key) -> ColumnElement[bool]:
    """Behind the key; newest-first lists also get the bound that an index can use."""
    here, there = tuple_(*order), tuple_(*(literal(value) for value in astuple(after)))
    return here > there if tab.arrived is None else and_(tab.arrived <= after.at, here < there)


def _columns(
    tab: Tab,
    rank: ColumnElement[Any],
    order: ColumnElement[Any],
    _number: ColumnElement[Any],
    index: ColumnElement[Any],
) -> list[ColumnElement[Any]]:
    joined = tab.by_assignment
    special: dict[str, ColumnElement[Any]] = {
        "index": index,
        "rank": rank,
        "order_at": order,
        "due_at": tab.due,
        "unit": _A.unit if joined else _P.unit,
        "part": _A.stage if joined else null(),
    }
    names = [field.name for field in fields(Row)]
    plain = {name: _P[name] if name in _P else _A[name] if joined else null() for name in names if name not in special}
    return [(special | plain)[name].label(name) for name in names]
