"""A new version of a parameter: entered by one person, put into force by another, never changed afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from admin.register import draft, wording, wording_check
from admin.register.change import Change, note
from admin.register.draft import DROPPED, RELEASED, WAITING, Draft
from admin.register.parameter_check import check, columns, refused
from admin.register.wording import NOTICES
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, NotFound, StaleVersion
from tracking.service.core import Core
from tracking.store import parameter

THING, WORDING = "parameter", "wording"
# Texts with a page of their own.
ELSEWHERE: Mapping[str, str] = {"callback_script": "/staff/call-back/script"}
_NO_VERSION = marked("请填写版本名称，最多40字。")
_TAKEN = marked("已经有叫这个名称的版本，请换一个。")
_NO_DAY = marked("请填写生效日期，不能早于今天。")
_DAY_TAKEN = marked("这一天已经有一个版本生效，请另选日期。")
_SAME = marked("和上一版完全一样，没有可生效的改动。")
_LATE = marked("生效日期已过，请作废后重新录入。")

Version = Mapping[str, Any]


def enter(core: Core, name: str, given: Mapping[str, str], *, by: str) -> None:
    """Raises ``Refused``, ``NotFound``, and ``StaleVersion`` where somebody else entered one meanwhile."""
    now = core.now()
    with core.engine.begin() as connection:
        versions = known(connection, name)
        base = versions[-1]
        if given.get("base") != base["version"]:
            raise StaleVersion("another version was made meanwhile")
        body = body_of(name, base["body"], given)
        (wording_check.check if name in NOTICES else check)(name, body)
        values = {
            "name": name,
            "version": _version(given.get("version", ""), versions),
            "base": base["version"],
            "effective_on": _day(given.get("effective_on", ""), versions, today=city_day(now)),
            "body": body,
        }
        if not differences(name, base["body"], body):
            raise refused("version", _SAME)
        if not draft.add(connection, {**values, "entered_by": by, "entered_at": now}):
            raise StaleVersion("another version waits")
        after = {each: str(value) for each, value in values.items() if each in ("version", "effective_on")}
        note(
            connection,
            Change(
                thing=thing_of(name), key=name, act="entered", before=None, after=after, changed_by=by, changed_at=now
            ),
        )


def release(core: Core, name: str, identity: int, *, by: str) -> None:
    """Raises ``Forbidden`` for the person who entered it, ``StaleVersion`` where it no longer waits."""
    now = core.now()
    with core.engine.begin() as connection:
        found = _waiting(connection, name, identity)
        if found.entered_by == by:
            raise Forbidden("a second person puts it into force")
        if found.effective_on < city_day(now):
            raise refused("effective_on", _LATE)
        versions = known(connection, name)
        if versions[-1]["version"] != found.base or not draft.decide(
            connection, identity, state=RELEASED, by=by, at=now
        ):
            raise StaleVersion("it was decided meanwhile")
        parameter.put(
            connection, name=name, version=found.version, effective_on=found.effective_on, body=list(found.body)
        )
        before, after = _told(name, versions[-1]["body"], found)
        note(
            connection,
            Change(
                thing=thing_of(name),
                key=name,
                act="released",
                before=before,
                after=after,
                changed_by=by,
                changed_at=now,
            ),
        )
    core.reload()


def drop(core: Core, name: str, identity: int, *, by: str) -> None:
    """Take back what waits; anybody who may enter or release may. Raises ``StaleVersion``."""
    now = core.now()
    with core.engine.begin() as connection:
        found = _waiting(connection, name, identity)
        if not draft.decide(connection, identity, state=DROPPED, by=by, at=now):
            raise StaleVersion("it was decided meanwhile")
        before, after = {"state": WAITING}, {"version": found.version, "state": DROPPED}
        note(
            connection,
            Change(
                thing=thing_of(name), key=name, act="dropped", before=before, after=after, changed_by=by, changed_at=now
            ),
        )


def known(connection: Connection, name: str) -> Sequence[Version]:
    """All versions, oldest first; of a notice also the words of the program. Raises ``NotFound`` for others."""
    versions = [] if name in ELSEWHERE else with_built_in(name, parameter.versions(connection, name))
    if not versions:
        raise NotFound("no such parameter")
    return versions


def with_built_in(name: str, versions: Sequence[Version]) -> Sequence[Version]:
    """With the words of the program before them, where it is a notice that has such."""
    return [*wording.built_in(name), *versions]


def thing_of(name: str) -> str:
    """As what the record names it."""
    return WORDING if name in NOTICES else THING


def editable_of(name: str) -> tuple[str, ...]:
    """The columns that a version may change; the others say what a row is about."""
    return ("text",) if name in NOTICES else columns(name)


def body_of(name: str, base: Sequence[Mapping[str, str]], given: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of ``base`` with what was typed as ``<row>.<column>``; what was not sent stays."""
    editable = editable_of(name)
    return [
        {**row, **{each: given.get(f"{index}.{each}", row.get(each) or "") for each in editable}}
        for index, row in enumerate(base)
    ]


def differences(
    name: str, before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]
) -> Sequence[tuple[Sequence[str], str, str, str]]:
    """(what the row is about, column, before, after) where they differ."""
    editable = editable_of(name)
    old = {_about(row, editable): row for row in before}
    return [
        (_about(row, editable), each, old.get(_about(row, editable), {}).get(each) or "", row.get(each) or "")
        for row in after
        for each in editable
        if (old.get(_about(row, editable), {}).get(each) or "") != (row.get(each) or "")
    ]


def _about(row: Mapping[str, str], editable: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for name, value in row.items() if name not in editable)


def _told(name: str, base: Sequence[Mapping[str, str]], found: Draft) -> tuple[dict[str, str], dict[str, str]]:
    changed = [
        ("·".join((*about, column)), old, new) for about, column, old, new in differences(name, base, found.body)
    ]
    before = {"version": found.base, **{key: old for key, old, _ in changed}}
    after = {"version": found.version, "effective_on": found.effective_on.isoformat()}
    return before, after | {key: new for key, _, new in changed}


def _waiting(connection: Connection, name: str, identity: int) -> Draft:
    found = next((each for each in draft.waiting(connection, name) if each.id == identity), None)
    if found is None:
        raise StaleVersion("it was decided meanwhile")
    return found


def _version(text: str, versions: Sequence[Version]) -> str:
    if not 0 < len(text) <= 40:
        raise refused("version", _NO_VERSION)
    if any(each["version"] == text for each in versions):
        raise refused("version", _TAKEN)
    return text


def _day(text: str, versions: Sequence[Version], *, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise refused("effective_on", _NO_DAY) from None
    if day < today:
        raise refused("effective_on", _NO_DAY)
    if any(each["effective_on"] == day for each in versions):
        raise refused("effective_on", _DAY_TAKEN)
    return day
