"""A frozen March with an example in it, brought to a stage by the acts themselves."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from admin.media import service, store
from admin.media.stage import Stage
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.period import Period
from tracking.service import period_close
from tracking.store import schema

MARCH, STORY = Period(year=2026, month=3, months=1), "一处小区连续三天停水，单位两次说已修好，居民仍然没有水。"
PETITION, SHARE = schema.petition, schema.assignment


def case(container: Container, **columns: Any) -> str:
    """A petition of March that may be told of; ``columns`` of its assignment."""
    number = matter.signed(container)
    change(container, number, PETITION, agrees_to_publication=True)
    if columns:
        change(container, number, SHARE, **columns)
    return number


def change(container: Container, number: str, table: Any, **columns: Any) -> None:
    """Set what the acts would have set."""
    with container.engine.begin() as connection:
        connection.execute(update(table).where(table.c.number == number).values(**columns))


def close(container: Container, clock: FixedClock) -> None:
    """March is over and frozen."""
    clock.at = clock.at.replace(month=4, day=7, hour=10, tzinfo=CITY_ZONE)
    groups = {unit.code: unit.group for unit in container.city.units()}
    period_close.close(container.core, MARCH, groups=groups, by="office")


def found(container: Container, period: str = "2026-03") -> list[store.Item]:
    """All examples after the rules were applied."""
    service.find(container, period)
    with container.engine.connect() as connection:
        return list(store.at_stages(connection, list(Stage)))


def asked(container: Container, clock: FixedClock) -> store.Item:
    """The unit was asked."""
    case(container, red_card_at=container.core.now() + timedelta(days=20))
    close(container, clock)
    (item,) = found(container)
    service.draft(container, item.id, title="三天没水", story=STORY, by="disp")
    service.ask_unit(container, item.id, by="disp")
    return item


def published(container: Container, clock: FixedClock) -> store.Item:
    """On the tenth of April in the evening paper."""
    item = asked(container, clock)
    service.reply(container, item.id, text="管道已更换。", by="water", unit=UNIT)
    service.propose(container, item.id, by="disp")
    service.release(container, item.id, medium="晚报", on=date(2026, 4, 7), by="second")
    return item
