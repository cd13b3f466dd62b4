"""A bulletin is made from frozen figures, approved by a second person, and then told to every leader."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, update

from admin.bulletins import hot, recipient, rectify, store
from admin.bulletins.body import Source, body, snapshot_id
from admin.bulletins.law import Law, awake, law, templates
from admin.bulletins.recipient import Recipient
from admin.bulletins.store import Bulletin, Done, Stage
from admin.wiring import CITY_NAME, Container
from notify import store as deliveries
from notify.schema import delivery
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, InvalidValue, MissingField, NotFound, StaleVersion, TooEarly, TooLate
from tracking.domain.period import Span, Week, named
from tracking.service import period_close
from tracking.store import frozen, parameter
from tracking.store.frozen import Frozen

LONGEST = 2000


def make(container: Container, *, period: str, demands: str, due_on: date, by: str) -> int:
    """A draft of a frozen period; a week is frozen with it.

    Raises ``TooEarly`` where the period is not frozen, ``InvalidValue`` where something looks personal or it has a
    bulletin already, ``CalendarMissing`` where the deadline cannot be known.
    """
    require(demands=demands)
    if len(demands) > LONGEST or due_on < city_day(container.core.now()):
        raise InvalidValue("too long, or a deadline in the past", field="demands")
    anonymous(container, demands)
    span = named(period)
    source = _source(container, span, _frozen(container, span, by=by), demands=demands, due_on=due_on)
    made = body(source)
    snapshot = snapshot_id(made)
    row = {"period": str(span), "snapshot": snapshot, "body": made, "made_by": by, "made_at": source.made_at}
    with container.engine.begin() as connection:
        identity = store.add(connection, row)
        if identity is None:
            raise InvalidValue("there is a bulletin of this period", field="period", value=str(span))
        store.note(connection, identity, Done(act="made", by=by, at=source.made_at, note=snapshot))
    return identity


def approve(container: Container, identity: int, *, seen: str, skip: bool, version: int, by: str) -> None:
    """The second person: from now on the messages are on their way.

    ``seen`` is the fingerprint of the recipients that were shown, ``skip`` lets those without a number go. Raises
    ``Forbidden`` for whoever made it, ``StaleVersion`` when anything changed since, ``MissingField`` for leaders
    without a number, ``TooLate`` when the deadline of rectification has passed.
    """
    core = container.core
    now = core.now()
    with core.engine.begin() as connection:
        made = held(connection, identity, lock=True)
        to = recipient.addressed(connection, core.sealer, made.body, container.city.successors())
        _check(made, to, seen=seen, skip=skip, version=version, by=by)
        due_at = parameter.calendar(connection).closing_from(date.fromisoformat(made.body["rectify_by"]))
        if due_at <= now:
            raise TooLate("the deadline of rectification has passed", field="rectify_by")
        at = awake(now, law(connection, city_day(now)))
        changes = {"stage": Stage.APPROVED, "approved_by": by, "approved_at": now, "send_at": at}
        if not store.put(connection, identity, version, changes):
            raise StaleVersion("somebody else was faster")
        recipient.keep(connection, core, made, to, at)
        rectify.demand(connection, made, due_at=due_at)
        skipped = "、".join(container.city.unit_name(each.unit) for each in to if not each.reachable)
        store.note(connection, identity, Done(act="approved", by=by, at=now, note=skipped))


def drop(container: Container, identity: int, *, why: str, version: int, by: str) -> None:
    """A draft that will not be sent; another one can be made of the period."""
    require(why=why)
    anonymous(container, why)
    with container.engine.begin() as connection:
        if not store.put(connection, identity, version, {"stage": Stage.DROPPED}):
            raise StaleVersion("it is no draft any more")
        store.note(connection, identity, Done(act="dropped", by=by, at=container.core.now(), note=why))


def resend(container: Container, identity: int, message: int, *, by: str) -> bool:
    """Queue a failed message again, in the quiet hours for the morning; whether there was one of this bulletin."""
    core = container.core
    with core.engine.begin() as connection:
        made = held(connection, identity)
        mine = [each for each in recipient.told(connection, made) if each.delivery == message]
        if not mine or not deliveries.resend(connection, message):
            return False
        at = awake(core.now(), law(connection, city_day(core.now())))
        connection.execute(update(delivery).where(delivery.c.id == message).values(next_try_at=at))
        done = Done(act="resent", by=by, at=core.now(), unit="", note=container.city.unit_name(mine[0].unit))
        store.note(connection, identity, done)
    return True


def preview(container: Container, made: Bulletin) -> Sequence[Recipient]:
    """The very recipients an approval would send to now."""
    with container.engine.connect() as connection:
        successors = container.city.successors()
        return recipient.addressed(connection, container.core.sealer, made.body, successors)


def held(connection: Connection, identity: int, *, lock: bool = False) -> Bulletin:
    """Raises ``NotFound``."""
    made = store.one(connection, identity, lock=lock)
    if made is None:
        raise NotFound("no such bulletin")
    return made


def anonymous(container: Container, *texts: str) -> None:
    """Raises ``InvalidValue`` where something still looks personal."""
    for text in texts:
        if container.redact(text) != text:
            raise InvalidValue("something in it looks personal", field="personal")


def _check(made: Bulletin, to: Sequence[Recipient], *, seen: str, skip: bool, version: int, by: str) -> None:
    if made.made_by == by:
        raise Forbidden("a second person approves it", field="approved_by")
    if made.stage is not Stage.DRAFT or version != made.version or seen != recipient.fingerprint(to):
        raise StaleVersion("it is not what was seen")
    if not skip and any(not each.reachable for each in to):
        raise MissingField("leaders without a number", field="skip")


def _frozen(container: Container, span: Span, *, by: str) -> Frozen:
    """What was frozen; a week that is over is frozen now."""
    with container.engine.connect() as connection:
        known = frozen.of(connection, str(span))
    if known is None and isinstance(span, Week) and span.window().end <= container.core.now():
        successors = container.city.successors()
        return period_close.close(container.core, span, groups=groups(container), by=by, successors=successors)
    if known is None:
        raise TooEarly("this period is not frozen", field="period", value=str(span))
    return known


def groups(container: Container) -> Mapping[str, str | None]:
    """Unit → group, without branch hotlines."""
    return {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}


def _source(container: Container, span: Span, kept: Frozen, *, demands: str, due_on: date) -> Source:
    core = container.core
    today = city_day(core.now())
    with core.engine.connect() as connection:
        numbers, calendar = law(connection, today), parameter.calendar(connection)
        version, words = templates(connection, today)
        scheme = parameter.scheme(connection, span.begins_on)
        window = span.window(starts_on=scheme.month_starts_on)
        loud = hot.topics(connection, container.city, window, most=numbers.hot_topics, least=numbers.hot_least)
        told = store.told_corrections(connection, before=core.now())
        earlier = _earlier(connection, kept, numbers)
    return Source(
        span=span,
        frozen=kept,
        scheme=scheme,
        city=container.city,
        city_name=CITY_NAME,
        hot=loud,
        corrections=[row for each in earlier for row in _corrections(container, each, told)],
        demands=demands,
        demands_due_on=due_on,
        rectify_by=calendar.add_workdays(today, numbers.rectify_days),
        sms_version=version,
        templates=words,
        made_at=core.now(),
    )


def _earlier(connection: Connection, kept: Frozen, numbers: Law) -> Sequence[str]:
    """The frozen periods of the same kind before this one, whose late corrections it tells."""
    names = [each for each in frozen.recent(connection, most=120) if _kind(each) == _kind(kept.period)]
    return [each for each in names if each < kept.period][: numbers.corrected_periods]


def _kind(period: str) -> str:
    return "W" if "W" in period else "Q" if "Q" in period else str(len(period))


def _corrections(container: Container, period: str, told: frozenset[tuple[str, ...]]) -> Sequence[dict[str, Any]]:
    successors, name = container.city.successors(), container.city.unit_name
    found = period_close.corrections(container.core, period, groups=groups(container), successors=successors)
    return [
        {"period": period, "name": name(each.unit), **vars(each)}
        for each in found
        if (period, each.unit, each.figure, each.now or "") not in told
    ]
