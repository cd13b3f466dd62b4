"""Rules as they stand: version 1 of each is the city's (parameter ``rules``), later ones are written at the desk.

A change is a row of its own until a second dispatcher puts it into force; old versions stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from admin.supervision import alarm_schema
from admin.supervision.rule import Per, Rule, Unit, Watch, in_force
from routing import load
from tracking.domain.error import Forbidden, NotFound, StaleVersion
from tracking.domain.people import Actor
from tracking.service.core import Core
from tracking.store import parameter

NAME = "rules"
FIRST = date(2009, 9, 1)
_R = alarm_schema.rule.c
_FIELDS = [field.name for field in fields(Rule)]


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version with who wrote it and who put it into force; both None for the city's own."""

    rule: Rule
    reason: str
    written_by: str | None
    written_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    dropped_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.written_by is not None and self.approved_at is None and self.dropped_at is None


def versions(connection: Connection) -> Sequence[Version]:
    """All versions of all rules, the city's first, each rule's in order."""
    later = [
        _version(dict(row))
        for row in connection.execute(select(alarm_schema.rule).order_by(_R.code, _R.version)).mappings()
    ]
    return [*_seeds(connection), *later]


def of_code(connection: Connection, code: str) -> Sequence[Version]:
    """The versions of one rule, oldest first. Raises ``NotFound``."""
    found = [each for each in versions(connection) if each.rule.code == code]
    if not found:
        raise NotFound("no such rule")
    return found


def rules(connection: Connection, on: date) -> Mapping[str, Rule]:
    """What is in force on a day, by code."""
    return in_force((each.rule for each in versions(connection) if each.written_by is None or each.approved_at), on)


def write(core: Core, rule: Rule, *, reason: str, by: Actor) -> int:
    """Keep a change; it waits for a second person. Raises ``StaleVersion`` when one waits already or came meanwhile."""
    with core.engine.begin() as connection:
        known = of_code(connection, rule.code)
        if any(each.waits for each in known):
            raise StaleVersion("another change of the rule is waiting")
        number = known[-1].rule.version + 1
        row = {name: getattr(rule, name) for name in _FIELDS} | {"version": number, "reason": reason}
        row |= {"kinds": list(rule.kinds), "urgencies": list(rule.urgencies)}
        try:
            connection.execute(insert(alarm_schema.rule).values(**row, written_by=by.id, written_at=core.now()))
        except IntegrityError as error:
            raise StaleVersion("another change of the rule is waiting") from error
    return number


def approve(core: Core, code: str, version: int, *, by: Actor) -> None:
    """A second dispatcher puts a change into force. Raises ``Forbidden`` for who wrote it, ``StaleVersion``."""
    with core.engine.begin() as connection:
        writer = connection.execute(select(_R.written_by).where(_R.code == code, _R.version == version)).scalar()
        if writer == by.id:
            raise Forbidden("a second person puts a change into force", role=by.role)
        _decide(connection, code, version, approved_by=by.id, approved_at=core.now())


def drop(core: Core, code: str, version: int, *, by: Actor) -> None:
    """A change that waits is given up; it stays in the record."""
    with core.engine.begin() as connection:
        _decide(connection, code, version, dropped_by=by.id, dropped_at=core.now())


def _decide(connection: Connection, code: str, version: int, **values: object) -> None:
    waiting = (_R.code == code, _R.version == version, _R.approved_at.is_(None), _R.dropped_at.is_(None))
    if connection.execute(update(alarm_schema.rule).where(*waiting).values(values)).rowcount != 1:
        raise StaleVersion("the change has been decided meanwhile")


def _seeds(connection: Connection) -> Sequence[Version]:
    """The city's own; the newest parameter stands for version 1."""
    known = parameter.versions(connection, NAME)
    # A city that was loaded before it had rules watches with those of the product.
    body: Any = known[-1]["body"] if known else list(load.read(load.SHENYANG / "rules.csv"))
    since = known[-1]["effective_on"] if known else FIRST
    return [_seed(row, since) for row in body]


def _seed(row: Mapping[str, str], since: date) -> Version:
    own = Rule(
        code=row["code"],
        version=1,
        name=row["name"],
        watches=Watch(row["watches"]),
        subject=row["subject"],
        per=Per(row["per"]),
        threshold=int(row["threshold"]),
        measure=Unit(row["measure"]),
        window_days=int(row["window_days"]),
        kinds=tuple(row["kinds"].split()),
        urgencies=tuple(row["urgencies"].split()),
        level=int(row["level"]),
        effective_on=since,
        active=row["active"] == "yes",
    )
    return Version(
        rule=own, reason="", written_by=None, written_at=None, approved_by=None, approved_at=None, dropped_at=None
    )


def _version(row: Mapping[str, Any]) -> Version:
    rule = Rule(**{name: row[name] for name in _FIELDS})
    rule = replace(
        rule,
        watches=Watch(rule.watches),
        per=Per(rule.per),
        measure=Unit(rule.measure),
        kinds=tuple(rule.kinds),
        urgencies=tuple(rule.urgencies),
    )
    others = [field.name for field in fields(Version) if field.name != "rule"]
    return Version(rule=rule, **{name: row[name] for name in others})


def names(connection: Connection) -> Mapping[str, str]:
    """Code → name of the newest version, also of rules that are switched off."""
    return {each.rule.code: each.rule.name for each in versions(connection)}
