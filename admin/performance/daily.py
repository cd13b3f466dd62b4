"""Daily entries with their objections, judges' marks and cards, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql

from admin.performance import schema
from tracking.domain.indicator import Window
from tracking.store.schema import assignment, petition
from tracking.store.visibility import Viewer, visible

_E, _A, _P = schema.entry.c, assignment.c, petition.c


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something achieved, or points of a bonus or deduction, with basis and evidence; perhaps objected to."""

    id: int
    year: int
    unit: str
    leaf: str
    amount: Decimal
    basis: str
    evidence: str
    entered_by: str
    entered_at: datetime
    objection: str | None = None
    objected_by: str | None = None
    objected_at: datetime | None = None
    decision: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None

    @property
    def counts(self) -> bool:
        """An objection that was upheld takes the entry out; an open one does not."""
        return self.decision != "upheld"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One judge on one unit and leaf; ``points`` None: stepped aside."""

    year: int
    unit: str
    leaf: str
    judge: str
    points: Decimal | None
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card that counts, and whether these eyes may open its petition."""

    number: str
    index: int
    unit: str
    yellow_at: datetime | None
    red_at: datetime | None
    seen: bool


def entries(connection: Connection, year: int) -> Sequence[Entry]:
    """All of a year, the newest first."""
    found = connection.execute(select(schema.entry).where(_E.year == year).order_by(_E.id.desc()))
    return [Entry(**row) for row in found.mappings()]


def add_entry(connection: Connection, **values: Any) -> int:
    """Returns its id."""
    made: int = connection.execute(insert(schema.entry).values(values).returning(_E.id)).scalar_one()
    return made


def entry(connection: Connection, identity: int) -> Entry | None:
    row = connection.execute(select(schema.entry).where(_E.id == identity)).mappings().first()
    return Entry(**row) if row else None


def object_to(connection: Connection, identity: int, *, text: str, by: str, at: datetime) -> bool:
    """False when there is an objection already."""
    statement = update(schema.entry).where(_E.id == identity, _E.objection.is_(None))
    return connection.execute(statement.values(objection=text, objected_by=by, objected_at=at)).rowcount == 1


def decide(connection: Connection, identity: int, *, decision: str, reason: str, by: str, at: datetime) -> bool:
    """False when there is nothing to decide (any more)."""
    statement = update(schema.entry).where(_E.id == identity, _E.objection.is_not(None), _E.decision.is_(None))
    values = {"decision": decision, "decision_reason": reason, "decided_by": by, "decided_at": at}
    return connection.execute(statement.values(values)).rowcount == 1


def marks(connection: Connection, year: int) -> Sequence[Mark]:
    table = schema.mark
    return [Mark(**row) for row in connection.execute(select(table).where(table.c.year == year)).mappings()]


def put_marks(connection: Connection, given: Sequence[Mark]) -> None:
    """A judge's marks; given again, the later one counts."""
    if not given:
        return
    statement = postgresql.insert(schema.mark).values([vars(each) for each in given])
    changed = {name: statement.excluded[name] for name in ("points", "given_at")}
    key = ["year", "unit", "leaf", "judge"]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))


def card_counts(connection: Connection, window: Window) -> Mapping[str, tuple[int, int]]:
    """Unit → yellow and red cards issued in a window; cancelled ones never count."""
    yellow, red = _standing(window)
    counted = select(_A.unit, func.count().filter(yellow), func.count().filter(red)).where(or_(yellow, red))
    return {unit: (few, many) for unit, few, many in connection.execute(counted.group_by(_A.unit))}


def cards(connection: Connection, window: Window, units: Sequence[str], viewer: Viewer) -> Sequence[Card]:
    """The cards behind a figure, with which petitions ``viewer`` may open."""
    yellow, red = _standing(window)
    seen = func.coalesce(visible(viewer), False).label("seen")
    columns = (_A.number, _A.index, _A.unit, _A.yellow_card_at, _A.red_card_at, yellow, red, seen)
    statement = select(*columns).join(petition, _P.number == _A.number).where(_A.unit.in_(units), or_(yellow, red))
    return [_card(tuple(row)) for row in connection.execute(statement.order_by(_A.number, _A.index))]


def _card(row: tuple[Any, ...]) -> Card:
    number, index, unit, yellow_at, red_at, is_yellow, is_red, seen = row
    at = {"yellow_at": yellow_at if is_yellow else None, "red_at": red_at if is_red else None}
    return Card(number=number, index=index, unit=unit, seen=seen, **at)


def _standing(window: Window) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    def within(at: Any, cancelled: Any) -> ColumnElement[bool]:
        return and_(at >= window.start, at < window.end, cancelled.is_(None))

    return within(_A.yellow_card_at, _A.yellow_cancelled_at), within(_A.red_card_at, _A.red_cancelled_at)
