"""The acts on an example. Whoever drafted or proposed it does not release it, nor confirm a follow-up of his own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from admin.anonymity import check, visible
from admin.course import Done
from admin.media import candidate, store
from admin.media.stage import Act, Stage, after
from admin.media.store import Item
from admin.wiring import Container
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, InvalidValue, NotFound, OutOfTurn, StaleVersion, TooEarly, TooLate
from tracking.store import frozen, parameter

TITLE, TEXT, MEDIUM = 60, 2000, 60
_MOST = {"title": TITLE, "medium": MEDIUM}
_ENDS_IT = (Act.SEND_BACK, Act.DROP, Act.WITHDRAW)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act by a person. ``texts`` are what he wrote, ``columns`` where they go; ``version`` is what he saw."""

    act: Act
    by: str
    texts: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    version: int | None = None
    units: Collection[str] | None = None


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
    texts = _written(title=title, story=story)
    changes = {**texts, "drafted_by": by, "proposed_by": None}
    _do(container, identity, Step(act=Act.DRAFT, by=by, texts=texts, changes=changes, note=title, version=version))


def ask_unit(container: Container, identity: int, *, by: str, version: int | None = None) -> None:
    """Right of reply: so many working days, counted like every clock."""
    core = container.core
    with core.engine.connect() as connection:
        days = int(parameter.numbers(connection, "media", city_day(core.now()))["reply_days"])
        calendar = parameter.calendar(connection)
    due_at = calendar.closing_from(calendar.add_workdays(city_day(core.now()), days))
    changes = {"reply_due_at": due_at, "reply": ""}
    _do(container, identity, Step(act=Act.ASK_UNIT, by=by, changes=changes, version=version))


def reply(container: Container, identity: int, *, text: str, by: str, unit: str) -> None:
    """The unit's own words, published beside the story. Raises ``NotFound`` for another unit's."""
    texts = _written(text=text)
    units = [unit, *(old for old, heir in container.city.successors().items() if heir == unit)]
    changes = {"reply": texts["text"]}
    _do(container, identity, Step(act=Act.REPLY, by=by, texts=texts, changes=changes, note=text, units=units))


def propose(container: Container, identity: int, *, by: str, version: int | None = None) -> None:
    """The first of two persons. Raises ``TooEarly`` while the unit may still answer."""
    _do(container, identity, Step(act=Act.PROPOSE, by=by, changes={"proposed_by": by}, version=version))


def release(container: Container, identity: int, *, medium: str, on: date, by: str, version: int | None = None) -> None:
    """The second person; everyone reads it from ``on``. Raises ``Forbidden`` for whoever drafted or proposed it."""
    texts = _written(medium=medium)
    changes = {**texts, "released_by": by, "published_on": on}
    _do(container, identity, Step(act=Act.RELEASE, by=by, texts=texts, changes=changes, note=medium, version=version))


def follow_up(container: Container, identity: int, *, text: str, by: str, version: int | None = None) -> None:
    """What came of it; a second person makes it public."""
    texts = _written(why=text)
    changes = {"follow_up": texts["why"], "followed_by": by}
    _do(container, identity, Step(act=Act.FOLLOW_UP, by=by, texts=texts, changes=changes, note=text, version=version))


def confirm(container: Container, identity: int, *, by: str, version: int | None = None) -> None:
    """The follow-up becomes public. Raises ``Forbidden`` for whoever wrote it, ``OutOfTurn`` where none waits."""
    _do(container, identity, Step(act=Act.CONFIRM, by=by, version=version))


def note(container: Container, identity: int, act: Act, *, why: str, by: str, version: int | None = None) -> None:
    """Send back, drop or withdraw, with the words that belong to it."""
    _do(container, identity, Step(act=act, by=by, texts=_written(why=why), note=why, version=version))


def _do(container: Container, identity: int, step: Step) -> None:
    core = container.core
    with core.engine.begin() as connection:
        item = store.one(connection, identity, units=step.units, lock=True)
        if item is None or (step.units is not None and not item.tellable):
            raise NotFound("no such example")
        if step.version is not None and step.version != item.version:
            raise StaleVersion("somebody else was faster")
        stage = after(item.stage, step.act)
        _check(item, step, late=item.reply_due_at is None or core.now() > item.reply_due_at)
        check(container, item.number, **step.texts)
        confirmed = {"outcome": item.follow_up, "follow_up": "", "followed_by": None}
        changes = {**step.changes, **(confirmed if step.act is Act.CONFIRM else {}), "stage": stage}
        written = item.follow_up if step.act is Act.CONFIRM else visible(step.note)
        if not store.put(connection, item, changes, Done(act=step.act, by=step.by, at=core.now(), note=written)):
            raise StaleVersion("somebody else was faster")


def _check(item: Item, step: Step, *, late: bool) -> None:
    if not item.tellable and step.act not in _ENDS_IT:
        raise TooLate("its petition may be told of no more", number=item.number)
    if step.act is Act.PROPOSE and item.stage is Stage.WITH_UNIT and not late:
        raise TooEarly("the unit may still answer", field="reply")
    if step.act is Act.RELEASE and step.by in (item.drafted_by, item.proposed_by):
        raise Forbidden("a second person releases it", field="released_by")
    if step.act is Act.CONFIRM and not item.follow_up:
        raise OutOfTurn("no follow-up waits", allowed=())
    if step.act is Act.CONFIRM and step.by == item.followed_by:
        raise Forbidden("a second person confirms it", field="followed_by")


def _written(**texts: str) -> dict[str, str]:
    """Raises ``MissingField`` for an empty one, ``InvalidValue`` for one too long."""
    seen = {name: visible(text) for name, text in texts.items()}
    require(**seen)
    for name, text in seen.items():
        if len(text) > _MOST.get(name, TEXT):
            raise InvalidValue("the text is too long", field=name)
    return seen
