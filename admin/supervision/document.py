"""Supervision documents as they stand: one with its history, and who is at the step of accountability.

A document about a petition is seen by those who may see the petition; so a report (举报) is kept from units.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select, true

from admin.course import DoneAs
from admin.supervision import schema
from admin.supervision.ladder import ENDED, WAITS_FOR_UNIT, State, Step
from tracking.domain.error import NotFound
from tracking.domain.people import Role
from tracking.store import schema as tracking
from tracking.store.visibility import Viewer, visible

_D, _C, _P = schema.document.c, schema.act.c, tracking.petition.c


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


COLUMNS = [schema.document.c[field.name] for field in fields(Document)]
JOINED = schema.document.outerjoin(tracking.petition, _P.number == _D.number)


def one(connection: Connection, viewer: Viewer, identity: int, *, for_update: bool = False) -> Document:
    """Raises ``NotFound``, also where it is not for these eyes."""
    found = select(*COLUMNS).select_from(JOINED).where(_D.id == identity, seen_by(viewer))
    row = connection.execute(found.with_for_update(of=schema.document) if for_update else found).mappings().first()
    if row is None:
        raise NotFound("no such document")
    return read(row)


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
    rows = connection.execute(select(*COLUMNS).where(same).order_by(_D.issued_at, _D.id))
    return [read(row) for row in rows.mappings()]


def at_accountability(connection: Connection, viewer: Viewer) -> Sequence[Document]:
    """Whoever stands at the last step of the ladder, neither corrected nor cancelled: for accountability."""
    standing = and_(_D.step == Step.ACCOUNTABILITY, _D.state.not_in([str(each) for each in ENDED]), seen_by(viewer))
    found = select(*COLUMNS).select_from(JOINED).where(standing).order_by(_D.issued_at, _D.id)
    return [read(row) for row in connection.execute(found).mappings()]


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Those of a unit see its own; what is about a petition follows the petition's secrecy."""
    own = true() if viewer.unit is None else _D.unit == viewer.unit
    if viewer.role is Role.HANDLER and viewer.unit is None:
        own = _D.id.is_(None)
    return and_(own, or_(_D.number.is_(None), visible(viewer)))


def read(row: object) -> Document:
    """A row of ``COLUMNS``."""
    values = dict(row)  # type: ignore[call-overload]
    return Document(**{**values, "step": Step(values["step"]), "state": State(values["state"])})
