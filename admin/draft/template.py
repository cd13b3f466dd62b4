"""Templates of replies: of a unit, or the city's for all units; what stands in braces is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from admin.draft.schema import reply_template

_T = reply_template.c


@dataclass(frozen=True, kw_only=True)
class Template:
    """``unit`` None: for all units. ``version`` tells whether somebody else changed it meanwhile."""

    id: int
    unit: str | None
    title: str
    body: str
    active: bool
    version: int
    changed_by: str
    changed_at: datetime


def filled(body: str, known: Mapping[str, str]) -> str:
    """The text with ``{title}``, ``{number}``, ``{unit}`` and ``{due}`` filled in; other braces stay as they are."""
    for name, value in known.items():
        body = body.replace("{" + name + "}", value)
    return body


def of_unit(connection: Connection, unit: str | None, *, most: int = 200) -> Sequence[Template]:
    """A unit's own templates and the city's, in force first; None: all there are."""
    wanted = select(reply_template).order_by(_T.active.desc(), _T.unit.nulls_last(), _T.title, _T.id).limit(most)
    if unit is not None:
        wanted = wanted.where(or_(_T.unit == unit, _T.unit.is_(None)))
    return [Template(**row) for row in connection.execute(wanted).mappings()]


def one(connection: Connection, id: int) -> Template | None:
    row = connection.execute(select(reply_template).where(_T.id == id)).mappings().first()
    return Template(**row) if row else None


def add(connection: Connection, values: Mapping[str, object]) -> None:
    connection.execute(insert(reply_template).values(**values, active=True, version=1))


def change(connection: Connection, seen: Template, values: Mapping[str, object]) -> bool:
    """Whether it was changed: not when somebody else was faster."""
    own = update(reply_template).where(_T.id == seen.id, _T.version == seen.version)
    return connection.execute(own.values(**values, version=seen.version + 1)).rowcount == 1
