"""The worklists: what each desk has to do, what hurts first on top.

A tab is a condition over petitions, or over assignments with their petitions. Counts of all tabs are one
statement; a page is one statement (a search for words two) with a keyset, never an offset. Every list carries the
condition of ``visibility``, so that it shows nothing its reader may not open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, literal, null, or_, select, tuple_

from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.vocabulary import Kind
from tracking.store import pair, schema
from tracking.store.tab import Moment, Tab
from tracking.store.visibility import READS_FIGURES, Viewer, sees_all, visible, visible_share

_P, _A = schema.petition.c, schema.assignment.c
PAGE = 50
MOST_COUNTED = 1000
_RUNNING = (AssignmentStage.TO_SIGN, AssignmentStage.HANDLING)
_TO_DISPATCH = (PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the reader narrows a list to; None leaves a field open.

    ``districts`` and ``streets`` are places named in a search, any of which will do. ``since`` and ``until`` bound
    when it was received, the latter not included; ``late`` leaves only what is past its clock.
    """

    stage: str | None = None
    kind: str | None = None
    district: str | None = None
    unit: str | None = None
    topic: str | None = None
    street: str | None = None
    urgency: str | None = None
    channel: str | None = None
    districts: Sequence[str] = ()
    streets: Sequence[str] = ()
    words: str | None = None
    number: str | None = None
    phone_key: bytes | None = None
    since: datetime | None = None
    until: datetime | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Key:
    """Where a page ended: the last row's place in the order, its fields in the order's order."""

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
    """One page of a tab and the key of the next one, None at the end."""
    order = _order(tab)
    if narrowed.kind == Kind.REPORT and viewer.role in READS_FIGURES:
        return [], None  # none of them are for these eyes: the database would look through everything to find out
    conditions = [*_conditions(tab, viewer, moment), *_narrowing(tab, narrowed, moment)]
    if narrowed.words:
        conditions.append(_said(connection, tab, narrowed.words))
    statement = select(*_columns(tab, *order)).select_from(_source(tab)).where(*conditions)
    if after:
        statement = statement.where(_beyond(tab, order, after))
    direction = [each.asc() if tab.arrived is None else each.desc() for each in order]
    ordered = statement.order_by(*direction).limit(size + 1)
    rows = [Row(**row) for row in connection.execute(ordered).mappings()]
    return rows[:size], rows[size - 1].key if len(rows) > size else None


def matching(connection: Connection, tab: Tab, viewer: Viewer, moment: Moment, *, narrowed: Filter, most: int) -> int:
    """How many rows all pages of a tab have together, counted up to ``most``."""
    conditions = [*_conditions(tab, viewer, moment), *_narrowing(tab, narrowed, moment)]
    if narrowed.words:
        conditions.append(_said(connection, tab, narrowed.words))
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


def _narrowing(tab: Tab, narrowed: Filter, moment: Moment) -> list[ColumnElement[bool]]:
    exact = {
        _P.stage: narrowed.stage,
        _P.kind: narrowed.kind,
        _P.district: narrowed.district,
        _P.street: narrowed.street,
        _P.topic: narrowed.topic,
        (_A.unit if tab.by_assignment else _P.unit): narrowed.unit,
        _P.number: narrowed.number,
        (_A.urgency if tab.by_assignment else _P.urgency): narrowed.urgency,
        _P.channel: narrowed.channel,
        _P.phone_key: narrowed.phone_key,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    return [*found, *_looser(tab, narrowed, moment)]


def _looser(tab: Tab, narrowed: Filter, moment: Moment) -> Iterator[ColumnElement[bool]]:
    """What is more than one value of one column."""
    if narrowed.districts or narrowed.streets:
        yield or_(_P.district.in_(narrowed.districts), _P.street.in_(narrowed.streets))
    if narrowed.since:
        yield _P.received_at >= narrowed.since
    if narrowed.until:
        yield _P.received_at < narrowed.until
    if narrowed.late:
        yield _late_share(moment) if tab.by_assignment else _late(moment)


def _said(connection: Connection, tab: Tab, words: str) -> ColumnElement[bool]:
    """Few are named one by one; of many the list is walked through, which soon fills a page."""
    number = _A.number if tab.by_assignment else _P.number
    numbers = pair.few(connection, words)
    return pair.has(number, words) if numbers is None else pair.among(number, numbers)


def _late_share(moment: Moment) -> ColumnElement[bool]:
    return and_(_A.stage.in_(_RUNNING), _A.handle_due_at <= moment.now)


def _late(moment: Moment) -> ColumnElement[bool]:
    """Past the clock of whoever must act: dispatch, else the unit's."""
    to_dispatch = and_(_P.stage.in_(_TO_DISPATCH), _P.dispatch_due_at <= moment.now)
    with_unit = and_(_P.stage == PetitionStage.WITH_UNIT, _P.due_at <= moment.now)
    return and_(_P.closed_at.is_(None), or_(to_dispatch, with_unit))
