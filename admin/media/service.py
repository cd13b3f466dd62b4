"""The acts on an example. Whoever drafted or proposed it does not release it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from admin.course import Done
from admin.media import candidate, store
from admin.media.stage import Act, Stage, after
from admin.media.store import Item
from admin.wiring import Container
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, InvalidValue, NotFound, StaleVersion, TooEarly
from tracking.store import frozen, parameter

TITLE, TEXT = 60, 2000


def find(container: Container, period: str) -> int:
    """Look for candidates of a frozen period; returns how many are new. Raises ``NotFound`` where it is not frozen."""
    core = container.core
    with core.engine.begin() as connection:
        made = frozen.of(connection, period)
        if made is None:
            raise NotFound("this period is not frozen", period=period)
        number = parameter.numbers(connection, "media", city_day(core.now()))
        least = parameter.scheme(connection, city_day(made.starts_at)).least
        rows = candidate.found(connection, made, reworks=int(number["reworks"]), least=least)
        return store.add(connection, rows)


def draft(container: Container, identity: int, *, title: str, story: str, by: str, version: int | None = None) -> None:
    """Tell it anew. Raises ``InvalidValue`` where something still looks personal."""
    require(title=title, story=story)
    if len(title) > TITLE or len(story) > TEXT:
        raise InvalidValue("the text is too long", field="story")
    _anonymous(container, title, story)
    changes = {"title": title, "story": story, "drafted_by": by, "proposed_by": None}
    _put(container, identity, Act.DRAFT, changes, by=by, note=title, version=version)


def ask_unit(container: Container, identity: int, *, by: str, version: int | None = None) -> None:
    """Right of reply: so many working days, counted like every clock."""
    core = container.core
    with core.engine.connect() as connection:
        days = int(parameter.numbers(connection, "media", city_day(core.now()))["reply_days"])
        calendar = parameter.calendar(connection)
    due_at = calendar.closing_from(calendar.add_workdays(city_day(core.now()), days))
    _put(container, identity, Act.ASK_UNIT, {"reply_due_at": due_at}, by=by, note="", version=version)


def reply(container: Container, identity: int, *, text: str, by: str, unit: str) -> None:
    """The unit's own words, published beside the story. Raises ``NotFound`` for another unit's."""
    require(text=text)
    if len(text) > TEXT:
        raise InvalidValue("the text is too long", field="text")
    _anonymous(container, text)
    _put(container, identity, Act.REPLY, {"reply": text}, by=by, note=text, unit=unit)


def propose(container: Container, identity: int, *, by: str, version: int | None = None) -> None:
    """The first of two persons. Raises ``TooEarly`` while the unit may still answer."""
    _put(container, identity, Act.PROPOSE, {"proposed_by": by}, by=by, note="", version=version)


def release(container: Container, identity: int, *, medium: str, on: date, by: str, version: int | None = None) -> None:
    """The second person. Raises ``Forbidden`` for whoever drafted or proposed it."""
    require(medium=medium)
    changes = {"released_by": by, "medium": medium, "published_on": on}
    _put(container, identity, Act.RELEASE, changes, by=by, note=medium, version=version)


def note(container: Container, identity: int, act: Act, *, why: str, by: str, version: int | None = None) -> None:
    """Send back, follow up, drop or withdraw, with the words that belong to it."""
    require(why=why)
    _anonymous(container, why)
    changes = {"outcome": why} if act is Act.FOLLOW_UP else {}
    _put(container, identity, act, changes, by=by, note=why, version=version)


def _put(
    container: Container,
    identity: int,
    act: Act,
    changes: Mapping[str, Any],
    *,
    by: str,
    note: str,
    version: int | None = None,
    unit: str | None = None,
) -> None:
    core = container.core
    with core.engine.begin() as connection:
        item = store.one(connection, identity, unit=unit, lock=True)
        if item is None:
            raise NotFound("no such example")
        if version is not None and version != item.version:
            raise StaleVersion("somebody else was faster")
        stage = after(item.stage, act)
        _check(item, act, by=by, late=item.reply_due_at is None or core.now() > item.reply_due_at)
        if not store.put(connection, item, {**changes, "stage": stage}, Done(act=act, by=by, at=core.now(), note=note)):
            raise StaleVersion("somebody else was faster")


def _check(item: Item, act: Act, *, by: str, late: bool) -> None:
    if act is Act.PROPOSE and item.stage is Stage.WITH_UNIT and not late:
        raise TooEarly("the unit may still answer", field="reply")
    if act is Act.RELEASE and by in (item.drafted_by, item.proposed_by):
        raise Forbidden("a second person releases it", field="released_by")


def _anonymous(container: Container, *texts: str) -> None:
    for text in texts:
        if container.redact(text) != text:
            raise InvalidValue("something in it looks personal", field="story")
