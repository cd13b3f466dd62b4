"""A bulletin is approved by a second person and then told to every leader; what failed is sent again by a person."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, update

from admin.bulletins import recipient, rectify, store
from admin.bulletins.law import awake, law
from admin.bulletins.recipient import Recipient
from admin.bulletins.store import Bulletin, Done, Stage
from admin.wiring import Container
from notify import store as deliveries
from notify.schema import delivery
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, InvalidValue, MissingField, NotFound, StaleVersion, TooLate
from tracking.store import parameter


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


def resend_failed(container: Container, identity: int, *, by: str) -> int:
    """Queue again whatever was certainly not taken; what may have left is for a person to decide one by one."""
    core = container.core
    with core.engine.begin() as connection:
        made = held(connection, identity, lock=True)
        failed = [each for each in recipient.told(connection, made) if each.state == "failed" and each.delivery]
        again = [each for each in failed if each.delivery and deliveries.resend(connection, each.delivery)]
        at = awake(core.now(), law(connection, city_day(core.now())))
        mine = delivery.c.id.in_([each.delivery for each in again])
        connection.execute(update(delivery).where(mine).values(next_try_at=at))
        if again:
            names = "、".join(dict.fromkeys(container.city.unit_name(each.unit) for each in again))
            store.note(connection, identity, Done(act="resent", by=by, at=core.now(), note=names))
    return len(again)


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
