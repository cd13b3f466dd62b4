"""The record of everything that was done to the register; it only grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from admin.register.schema import register_change
from tracking.store.freshness import touch

_C = register_change.c


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who did what to which thing, and how it was before and from then on."""

    thing: str
    key: str
    act: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    changed_by: str
    changed_at: datetime

    @property
    def differences(self) -> Sequence[tuple[str, object, object]]:
        """(field, before, after) where they differ."""
        before = self.before or {}
        names = [name for name in self.after if before.get(name) != self.after[name]]
        return [(name, before.get(name), self.after[name]) for name in names]


def note(connection: Connection, change: Change) -> None:
    """Keep it, and let all processes know."""
    told = {"before": plain(change.before) if change.before else None, "after": plain(change.after)}
    connection.execute(insert(register_change).values({**vars(change), **told}))
    touch(connection)


def recent(
    connection: Connection, *, thing: str = "", key: str = "", most: int = 50, before: int | None = None
) -> Sequence[tuple[int, Change]]:
    """The newest first, of one kind of thing, of one thing, or of all; each with its place in the record."""
    wanted = select(_C.id, *(_C[name] for name in Change.__dataclass_fields__)).order_by(_C.id.desc()).limit(most)
    wanted = wanted.where(_C.thing == thing) if thing else wanted
    wanted = wanted.where(_C.key == key) if key else wanted
    wanted = wanted.where(_C.id < before) if before else wanted
    found = ({**row} for row in connection.execute(wanted).mappings())
    return [(row.pop("id"), Change(**row)) for row in found]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the record keeps them: days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
