"""The rules applied to a year: each proposal is stored once, with its evidence. A person decides, later."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert

from admin.accountability import evidence, fact, rule, schema, sealing, store
from admin.accountability.law import Law, law
from admin.accountability.proposal import Breach, Cause, Proposal
from admin.accountability.stage import Stage
from admin.accountability.text import check
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import InvalidValue, UnknownCode
from tracking.domain.period import Period
from tracking.service import performance
from tracking.store import case as cases

SYSTEM, NOTE = "system", "note"


def propose(container: Container, year: int) -> int:
    """How many are new. Safe to repeat, also by two at once: a fact has one key."""
    core, successors = container.core, container.city.successors()
    _, window = performance.window_of(core, Period(year=year, month=1, months=12))
    with core.engine.begin() as connection:
        numbers = law(connection, min(city_day(core.now()), date(year, 12, 31)))
        facts = fact.of(connection, year, window)
        wanted = rule.proposals(year, facts.bad, facts.breaches, limits=numbers.limits, successors=successors)
        known = {rule.inherited(key, successors) for key in store.keys(connection, year)}
        new = {each.key: each for each in wanted if each.key not in known}
        added = store.add(connection, [_row(each, numbers, core.now(), by=SYSTEM) for each in new.values()])
        evidence.keep(connection, {identity: new[key] for key, identity in added.items()}, facts.petitions)
        sealing.prove(connection)
    return len(added)


def tick(container: Container) -> int:
    """This year and the one before, whose December is frozen in January."""
    year = city_day(container.core.now()).year
    return propose(container, year - 1) + propose(container, year)


def note_retaliation(container: Container, *, unit: str, number: str, reason: str, by: str) -> Sequence[int]:
    """A person found retaliation against whoever brought ``number``: unit and officer apart.

    Raises ``UnknownCode`` for a unit that is not or no longer there, ``NotFound`` for a petition that is not.
    """
    check(container, [number], reason=reason)
    if container.city.register.units.get(unit) is None:
        raise UnknownCode("no such unit", field="unit", value=unit)
    if unit in container.city.successors():
        raise InvalidValue("the unit was abolished; its successor carries the matter", field="unit", value=unit)
    core, ref = container.core, hashlib.sha256(f"{unit}\0{number}\0{reason}".encode()).hexdigest()[:24]
    year = city_day(core.now()).year
    breach = Breach(unit=unit, cause=Cause.RETALIATION, ref=ref)
    with core.engine.begin() as connection:
        cases.load(connection, number)
        numbers = law(connection, city_day(core.now()))
        made = rule.proposals(year, (), [breach], limits=numbers.limits, successors={})
        new = {each.key: each for each in made}
        added = store.add(connection, [_row(each, numbers, core.now(), by=by) for each in made])
        evidence.keep(connection, {identity: new[key] for key, identity in added.items()}, {ref: [number]})
        lines = [{"record": each, "act": NOTE, "by": by, "at": core.now(), "note": reason} for each in added.values()]
        if lines:
            connection.execute(insert(schema.act), lines)
        sealing.prove(connection)
    return list(added.values())


def _row(each: Proposal, numbers: Law, at: Any, *, by: str) -> Mapping[str, Any]:
    return {
        **{name: getattr(each, name) for name in ("key", "unit", "subject", "kind", "cause", "year", "post")},
        "months": " ".join(each.months),
        "rules": numbers.version,
        "stage": Stage.NOTED if each.cause is Cause.ONCE else Stage.PROPOSED,
        "proposed_at": at,
        "proposed_by": by,
    }
