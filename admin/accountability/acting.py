"""The acts on a record: opened by one person, decided by another, appealed by the unit, judged by a third view.

回避: whoever belongs to the unit or is the officer concerned does none of it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from admin.accountability import interest, store
from admin.accountability.fact import EVERYTHING
from admin.accountability.law import law
from admin.accountability.proposal import Kind, Subject
from admin.accountability.stage import Act, Stage, after
from admin.accountability.store import Record
from admin.accountability.text import check, concerned
from admin.course import Done
from admin.security.account import Officer
from admin.security.schema import account as accounts
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, InvalidValue, NotFound, StaleVersion, TooEarly, TooLate
from tracking.domain.people import Role
from tracking.store import parameter


def open_(
    container: Container, identity: int, *, note: str, account: str = "", by: Officer, version: int | None = None
) -> None:
    """立案. ``account``: of the officer concerned, where it is known. Raises ``InvalidValue`` for a stranger's."""
    check(container, concerned(container, identity), note=note)
    core = container.core
    with core.engine.begin() as connection:
        known = _held(connection, container, identity, by=by, version=version)
        changes: dict[str, Any] = {"opened_by": by.username, "account": None}
        if account:
            _belongs(connection, container, known, account)
            changes["account"] = account
        if account == by.username:
            raise Forbidden("an officer does not open a record about himself", field="account")
        _put(connection, known, Act.OPEN, changes, by=by, at=core.now(), note=note)


def keep(container: Container, identity: int, *, note: str, by: Officer, version: int | None = None) -> None:
    """补充材料: a line in the log while it is open."""
    check(container, concerned(container, identity), note=note)
    with container.engine.begin() as connection:
        known = _held(connection, container, identity, by=by, version=version)
        _put(connection, known, Act.KEEP, {}, by=by, at=container.core.now(), note=note)


def decide(
    container: Container,
    identity: int,
    *,
    effect: Kind,
    decision: str,
    basis: str,
    recipient: str = "",
    by: Officer,
    version: int | None = None,
) -> None:
    """决定 by a second person. ``recipient``: the competent body of a transfer. The time to appeal starts."""
    texts = {"decision": decision, "basis": basis} | ({"recipient": recipient} if effect is Kind.TRANSFER else {})
    check(container, concerned(container, identity), **texts)
    core = container.core
    with core.engine.begin() as connection:
        known = _held(connection, container, identity, by=by, version=version)
        _second(known, by)
        if effect is Kind.CANCEL_AWARD and known.subject is Subject.OFFICER:
            raise InvalidValue("award eligibility is a unit's", field="effect", value=effect)
        days = law(connection, city_day(core.now())).appeal_days
        calendar = parameter.calendar(connection)
        due_at = calendar.closing_from(calendar.add_workdays(city_day(core.now()), days))
        changes = {**texts, "effect": effect, "appeal_due_at": due_at}
        _put(
            connection, known, Act.DECIDE, {**changes, **_decided(by, core.now())}, by=by, at=core.now(), note=decision
        )


def drop(
    container: Container, identity: int, *, decision: str, basis: str, by: Officer, version: int | None = None
) -> None:
    """不予追究, also by a second person and with its basis."""
    check(container, concerned(container, identity), decision=decision, basis=basis)
    core = container.core
    with core.engine.begin() as connection:
        known = _held(connection, container, identity, by=by, version=version)
        _second(known, by)
        changes = {"decision": decision, "basis": basis, **_decided(by, core.now())}
        _put(connection, known, Act.DROP, changes, by=by, at=core.now(), note=decision)


def appeal(container: Container, identity: int, *, reason: str, by: Officer) -> None:
    """申诉 of the unit, or of the one that follows it. Raises ``TooLate`` after the limit, ``NotFound`` for others."""
    # Not held against the petitioners' names: a refusal would tell the unit that it guessed right.
    check(container, (), reason=reason)
    core = container.core
    with core.engine.begin() as connection:
        units = interest.followed(container, by.unit)
        known = store.one(connection, identity, by.viewer, units=units, lock=True) if by.unit else None
        if known is None or by.role is not Role.HANDLER:
            raise NotFound("no such record")
        if known.stage is Stage.EFFECTIVE and known.appeal_due_at is not None and core.now() > known.appeal_due_at:
            raise TooLate("the time to appeal has passed", field="appeal")
        _put(connection, known, Act.APPEAL, {"appeal": reason}, by=by, at=core.now(), note=reason)


def judge(
    container: Container, identity: int, act: Act, *, judgement: str, by: Officer, version: int | None = None
) -> None:
    """Uphold or revoke, by another person than who decided. A revoked cancellation bars nobody any more."""
    check(container, concerned(container, identity), judgement=judgement)
    core = container.core
    with core.engine.begin() as connection:
        known = _held(connection, container, identity, by=by, version=version)
        if by.username == known.decided_by:
            raise Forbidden("another person judges the appeal", field="judged_by")
        changes = {"judgement": judgement, "judged_by": by.username, "outcome": after(known.stage, act)}
        _put(connection, known, act, changes, by=by, at=core.now(), note=judgement)


def close(container: Container, identity: int, *, result: str, by: Officer, version: int | None = None) -> None:
    """登记结果. Raises ``TooEarly`` while the unit may still appeal."""
    check(container, concerned(container, identity), result=result)
    core = container.core
    with core.engine.begin() as connection:
        known = _held(connection, container, identity, by=by, version=version)
        waits = known.stage is Stage.EFFECTIVE and known.appeal_due_at is not None
        if waits and core.now() <= known.appeal_due_at:  # type: ignore[operator]
            raise TooEarly("the unit may still appeal", field="result")
        _put(connection, known, Act.CLOSE, {"result": result}, by=by, at=core.now(), note=result)


def _held(connection: Connection, container: Container, identity: int, *, by: Officer, version: int | None) -> Record:
    known = store.one(connection, identity, EVERYTHING, lock=True)
    if known is None:
        raise NotFound("no such record")
    if version is not None and version != known.version:
        raise StaleVersion("somebody else was faster")
    if by.role is not Role.DISPATCHER or interest.bars(known, by, container.city.successors()):
        raise Forbidden("an officer concerned keeps out of it", field="by")
    return known


def _second(known: Record, by: Officer) -> None:
    if not interest.may_decide(known, by):
        raise Forbidden("a second person decides", field="decided_by")


def _decided(by: Officer, at: datetime) -> dict[str, Any]:
    return {"decided_by": by.username, "decided_at": at}


def _belongs(connection: Connection, container: Container, known: Record, account: str) -> None:
    c = accounts.c
    unit = connection.execute(select(c.unit).where(c.username == account)).scalar()
    if (
        known.subject is not Subject.OFFICER
        or unit is None
        or unit not in (known.unit, *interest.followed(container, known.unit))
    ):
        raise InvalidValue("no account of this unit", field="account", value=account)


def _put(
    connection: Connection, known: Record, act: Act, changes: Mapping[str, Any], *, by: Officer, at: datetime, note: str
) -> None:
    stage = after(known.stage, act)
    if act in (Act.DECIDE, Act.DROP):
        changes = {**changes, "outcome": stage}
    if not store.put(connection, known, {**changes, "stage": stage}, Done(act=act, by=by.username, at=at, note=note)):
        raise StaleVersion("somebody else was faster")
