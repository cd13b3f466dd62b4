"""The notices of a unit as its desk shows them: with the document or the consultation each is about.

Secrecy is asked again when they are read: of a report that was taken from the unit nothing is left on its list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from admin.supervision import schema
from notify.schema import unit_notice
from tracking.store import schema as tracking
from tracking.store.visibility import Viewer, visible

_N, _D, _K, _P = unit_notice.c, schema.document.c, schema.consultation.c, tracking.petition.c


@dataclass(frozen=True, kw_only=True)
class Line:
    """One notice. ``name`` and ``step`` are of a document, ``level`` to ``conclusion`` of a consultation."""

    id: int
    about: str
    subject: int
    what: str
    at: datetime
    read_at: datetime | None
    read_by: str | None
    number: str | None
    name: str | None
    step: str | None
    due_at: datetime | None
    level: int | None
    convenor: str | None
    conclusion: str | None


def lines(connection: Connection, viewer: Viewer, *, most: int = 100, unread: bool = False) -> Sequence[Line]:
    """The newest first."""
    name = func.concat(_D.word, "〔", _D.year, "〕", _D.serial, "号").label("name")
    columns: list[Any] = [_N[each] for each in ("id", "about", "subject", "what", "at", "read_at", "read_by")]
    columns += [func.coalesce(_D.number, _K.number).label("number"), name, _D.step]
    columns += [func.coalesce(_D.due_at, _K.due_at).label("due_at"), _K.level, _K.convenor, _K.conclusion]
    wanted = _seen(select(*columns), viewer)
    wanted = wanted.where(_N.read_at.is_(None)) if unread else wanted
    return [
        Line(**row) for row in connection.execute(wanted.order_by(_N.at.desc(), _N.id.desc()).limit(most)).mappings()
    ]


def unread(connection: Connection, viewer: Viewer) -> int:
    """How many nobody of the unit has read."""
    counted = _seen(select(func.count()), viewer).where(_N.read_at.is_(None))
    found: int = connection.execute(counted).scalar_one()
    return found


def _seen(columns: Select[Any], viewer: Viewer) -> Select[Any]:
    joined = (
        unit_notice.outerjoin(schema.document, and_(_N.about == "document", _D.id == _N.subject))
        .outerjoin(schema.consultation, and_(_N.about == "consultation", _K.id == _N.subject))
        .outerjoin(tracking.petition, _P.number == func.coalesce(_D.number, _K.number))
    )
    open_to_it = or_(_P.number.is_(None), visible(viewer))
    return columns.select_from(joined).where(_N.unit == (viewer.unit or ""), open_to_it)
