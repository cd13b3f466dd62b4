"""Pages of supervision documents: what is asked for, what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from admin.supervision import schema
from admin.supervision.document import COLUMNS, JOINED, Document, read, seen_by
from admin.supervision.ladder import WAITS_FOR_UNIT, Step
from tracking.store.visibility import Viewer

_D = schema.document.c
PAGE_SIZE = 50


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


def listed(connection: Connection, viewer: Viewer, wanted: Wanted, *, now: datetime) -> Listed:
    """Overdue ones first, then the newest."""
    late = _late(now)
    conditions = [seen_by(viewer), *_conditions(wanted, now)]
    counted = select(func.count(), func.count().filter(late)).select_from(JOINED).where(*conditions)
    found = (
        select(*COLUMNS)
        .select_from(JOINED)
        .where(*conditions)
        .order_by(late.desc(), _D.issued_at.desc(), _D.id.desc())
        .limit(PAGE_SIZE + 1)
        .offset(wanted.page * PAGE_SIZE)
    )
    total, overdue = connection.execute(counted).one()
    rows = [read(row) for row in connection.execute(found).mappings()]
    return Listed(rows=rows[:PAGE_SIZE], total=total, late=overdue, more=len(rows) > PAGE_SIZE)


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
