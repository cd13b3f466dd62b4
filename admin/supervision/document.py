"""Supervision documents as they stand: lists, one with its history, and who is at the step of accountability.

A document about a petition is seen by those who may see the petition; so a report (举报) is kept from units.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from admin.course import DoneAs
from admin.supervision import schema
from admin.supervision.ladder import ENDED, WAITS_FOR_UNIT, State, Step
from tracking.domain.error import NotFound
from tracking.domain.people import Role
from tracking.store import schema as tracking
from tracking.store.visibility import Viewer, visible

_D, _C, _P = schema.document.c, schema.act.c, tracking.petition.c
PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document; ``name`` is its number in the city's scheme."""

    id: int
    word: str
    year: int
    serial: int
    step: Step
    number: str | None
    index: int | None
    unit: str
    post: str
    level: int | None
    reason: str
    issued_at: datetime
    issued_by: str
    due_at: datetime | None
    state: State
    reply: str | None
    replied_at: datetime | None
    checked_by: str | None
    checked_at: datetime | None
    appealed_at: datetime | None
    appeal_decision: str | None
    cancelled_at: datetime | None
    result: str | None
    effect: str | None
    version: int
    law: str | None

    @property
    def name(self) -> str:
        return f"{self.word}〔{self.year}〕{self.serial}号"

    @property
    def appeal_waits(self) -> bool:
        return self.appealed_at is not None and self.appeal_decision is None

    @property
    def waits_for_unit(self) -> bool:
        return self.state in WAITS_FOR_UNIT

    @property
    def ended(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list shows. ``state``: a state, ``late`` or ``appealed``."""

    steps: tuple[Step, ...] = ()
    unit: str = ""
    state: str = ""
    page: int = 0


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page of documents; ``late`` counts all of the list that are overdue, ``total`` all."""

    rows: Sequence[Document]
    total: int
    late: int
    more: bool


_COLUMNS = [schema.document.c[field.name] for field in fields(Document)]
_JOINED = schema.document.outerjoin(tracking.petition, _P.number == _D.number)


def listed(connection: Connection, viewer: Viewer, wanted: Wanted, *, now: datetime) -> Listed:
    """Overdue ones first, then the newest."""
    late = _late(now)
    conditions = [seen_by(viewer), *_conditions(wanted, now)]
    counted = select(func.count(), func.count().filter(late)).select_from(_JOINED).where(*conditions)
    found = (
        select(*_COLUMNS)
        .select_from(_JOINED)
        .where(*conditions)
        .order_by(late.desc(), _D.issued_at.desc(), _D.id.desc())
        .limit(PAGE_SIZE + 1)
        .offset(wanted.page * PAGE_SIZE)
    )
    total, overdue = connection.execute(counted).one()
    rows = [_document(row) for row in connection.execute(found).mappings()]
    return Listed(rows=rows[:PAGE_SIZE], total=total, late=overdue, more=len(rows) > PAGE_SIZE)


def one(connection: Connection, viewer: Viewer, identity: int, *, for_update: bool = False) -> Document:
    """Raises ``NotFound``, also where it is not for these eyes."""
    found = select(*_COLUMNS).select_from(_JOINED).where(_D.id == identity, seen_by(viewer))
    row = connection.execute(found.with_for_update(of=schema.document) if for_update else found).mappings().first()
    if row is None:
        raise NotFound("no such document")
    return _document(row)


def history(connection: Connection, identity: int) -> Sequence[DoneAs]:
    """Everything that was done with it, oldest first."""
    columns = [schema.act.c[field.name] for field in fields(DoneAs)]
    rows = connection.execute(select(*columns).where(_C.document == identity).order_by(_C.at, _C.id))
    return [DoneAs(**row) for row in rows.mappings()]


def siblings(connection: Connection, document: Document) -> Sequence[Document]:
    """The other documents about the same assignment."""
    if document.number is None:
        return []
    same = and_(_D.number == document.number, _D.index == document.index, _D.id != document.id)
    rows = connection.execute(select(*_COLUMNS).where(same).order_by(_D.issued_at, _D.id))
    return [_document(row) for row in rows.mappings()]


def at_accountability(connection: Connection, viewer: Viewer) -> Sequence[Document]:
    """Whoever stands at the last step of the ladder, neither corrected nor cancelled: for accountability."""
    standing = and_(_D.step == Step.ACCOUNTABILITY, _D.state.not_in([str(each) for each in ENDED]), seen_by(viewer))
    found = select(*_COLUMNS).select_from(_JOINED).where(standing).order_by(_D.issued_at, _D.id)
    return [_document(row) for row in connection.execute(found).mappings()]


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Those of a unit see its own; what is about a petition follows the petition's secrecy."""
    own = true() if viewer.unit is None else _D.unit == viewer.unit
    if viewer.role is Role.HANDLER and viewer.unit is None:
        own = _D.id.is_(None)
    return and_(own, or_(_D.number.is_(None), visible(viewer)))


def _conditions(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.steps:
        found.append(_D.step.in_([str(each) for each in wanted.steps]))
    if wanted.unit:
        found.append(_D.unit == wanted.unit)
    if wanted.state == "late":
        found.append(_late(now))
    elif wanted.state == "appealed":
        found.append(and_(_D.appealed_at.is_not(None), _D.appeal_decision.is_(None)))
    elif wanted.state:
        found.append(_D.state == wanted.state)
    return found


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(_D.due_at.is_not(None), _D.due_at < now, _D.state.in_([str(each) for each in WAITS_FOR_UNIT]))


def _document(row: object) -> Document:
    values = dict(row)  # type: ignore[call-overload]
    return Document(**{**values, "step": Step(values["step"]), "state": State(values["state"])})
