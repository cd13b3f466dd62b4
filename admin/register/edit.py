"""Adding to the register and editing it: checked, kept with before and after, known to all processes at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, String, cast, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from admin.register import consequence
from admin.register.change import Change, note, plain
from admin.register.check import CHECKS
from admin.register.consequence import Said
from admin.register.field import options
from admin.register.parameter_check import refused
from admin.register.thing import Thing
from admin.wiring import Container
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound, StaleVersion
from tracking.store.freshness import touch

MOST = 100
_TAKEN = marked("已经有这一条，也可能已停用。请找到那一条来改。")


class Unconfirmed(Exception):
    """Nothing was saved: somebody has to read ``said`` first."""

    def __init__(self, said: Said) -> None:
        super().__init__("has consequences")
        self.said = said


def save(container: Container, thing: Thing, given: Mapping[str, str], *, by: str) -> str:
    """Add, or edit the one whose ``key`` is given; returns its key.

    Raises ``Refused``, ``NotFound``, ``StaleVersion`` and, without ``confirm``, ``Unconfirmed``.
    """
    now, key = container.core.now(), given.get("key", "")
    with container.engine.begin() as connection:
        touch(connection)  # one change after the other: what is checked stays true until it is saved
        register = container.city.reload()
        before = one(connection, thing, key) if key else None
        if key and before is None:
            raise NotFound("no such entry")
        if before is not None and given.get("version") != str(before["version"]):
            raise StaleVersion("the entry has changed meanwhile")
        new = _values(container, thing, given, before)
        CHECKS[thing.name](register, new, before, city_day(now))
        said = consequence.told(connection, thing.name, new, before, register, now)
        if said and given.get("confirm") != "yes":
            raise Unconfirmed(said)
        found = _put(connection, thing, before, {**new, "changed_at": now, "changed_by": by})
        old = plain({name: before[name] for name in new}) if before else None
        act = "edited" if before else "added"
        note(
            connection,
            Change(thing=thing.name, key=found, act=act, before=old, after=new, changed_by=by, changed_at=now),
        )
    container.city.reload()
    return found


def one(connection: Connection, thing: Thing, key: str) -> Mapping[str, Any] | None:
    """An entry by its key."""
    row = connection.execute(select(thing.table).where(_is(thing, key))).mappings().first()
    return dict(row) if row else None


def found(
    connection: Connection, thing: Thing, words: str, *, codes: Sequence[str] = (), most: int = MOST
) -> list[Mapping[str, Any]]:
    """Those that hold some words, or one of the ``codes`` that the words are a name of."""
    wanted = select(thing.table)
    if words:
        held = (func.strpos(thing.table.c[name], words) > 0 for name in thing.searched)
        named = (thing.table.c[name].in_(codes) for name in ("unit", "topic") if name in thing.table.c)
        wanted = wanted.where(or_(*held, *named))
    rows = connection.execute(wanted.order_by(thing.table.c[thing.order], thing.table.c[thing.key]).limit(most))
    return [dict(row) for row in rows.mappings()]


def _values(
    container: Container, thing: Thing, given: Mapping[str, str], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    def value(field: Any) -> Any:
        if before is not None and field.fixed:
            return before[field.name]
        text = given.get(field.name, "yes" if field.widget == "flag" else "")
        known = options(container.city, thing.name, field)
        kept = before is not None and field.shown(before[field.name]) == text
        return before[field.name] if kept and before else field.read(text, known)

    return {field.name: value(field) for field in thing.fields}


def _put(connection: Connection, thing: Thing, before: Mapping[str, Any] | None, values: Mapping[str, Any]) -> str:
    key = thing.table.c[thing.key]
    if before is not None:
        changed = update(thing.table).where(key == before[thing.key])
        connection.execute(changed.values({**values, "version": before["version"] + 1}))
        return str(before[thing.key])
    try:
        return str(connection.execute(insert(thing.table).values(values).returning(key)).scalar_one())
    except IntegrityError:
        raise refused(thing.fields[0].name, _TAKEN) from None


def _is(thing: Thing, key: str) -> Any:
    return cast(thing.table.c[thing.key], String) == key
