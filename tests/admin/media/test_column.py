"""An example goes from being found to being published by two persons, after the unit could speak, without names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from admin.media import service, store
from admin.media.schema import media_item
from admin.media.stage import TABLE, Act, Stage, after, allowed
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT, Desk
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.error import DomainError, NotFound, OutOfTurn
from tracking.domain.period import Period
from tracking.domain.vocabulary import Identity, Kind
from tracking.service import period_close
from tracking.store import schema

Sit = Callable[[str], Desk]
PAGE, REPLIES = "/staff/media", "/staff/media-replies"
STORY = "一处小区连续三天停水，单位两次说已修好，居民仍然没有水。"
MARCH = Period(year=2026, month=3, months=1)


def _found(
    container: Container,
    clock: FixedClock,
    *,
    kind: Kind = Kind.COMPLAINT,
    identity: Identity = Identity.NAMED,
    agrees: bool = True,
) -> int | None:
    """An example found by its red card in a frozen March; None where the rules leave it out."""
    number = matter.signed(container, kind=kind, identity=identity)
    with container.engine.begin() as connection:
        moment = container.core.now() + timedelta(days=20)
        connection.execute(
            update(schema.assignment).where(schema.assignment.c.number == number).values(red_card_at=moment)
        )
        connection.execute(
            update(schema.petition).where(schema.petition.c.number == number).values(agrees_to_publication=agrees)
        )
    clock.at = clock.at.replace(month=4, day=7, hour=10, tzinfo=CITY_ZONE)
    groups = {unit.code: unit.group for unit in container.city.units()}
    period_close.close(container.core, MARCH, groups=groups, by="office")
    service.find(container, "2026-03")
    with container.engine.connect() as connection:
        return connection.execute(select(media_item.c.id).where(media_item.c.number == number)).scalar()


def _item(container: Container, identity: int) -> store.Item:
    with container.engine.connect() as connection:
        found = store.one(connection, identity)
    assert found is not None
    return found


def _do(desk: Desk, identity: int, act: str, **typed: str) -> int:
    page = f"{PAGE}/{identity}"
    return desk.send(page, f"{page}/{act}", **typed).status_code


def _with_unit(container: Container, clock: FixedClock) -> int:
    identity = _found(container, clock)
    assert identity is not None
    service.draft(container, identity, title="三天没水", story=STORY, by="disp")
    service.ask_unit(container, identity, by="disp")
    return identity


@pytest.mark.parametrize(("stage", "act"), list(product(Stage, Act)))
def test_every_pair_of_stage_and_act_is_allowed_or_refused_by_the_table(stage: Stage, act: Act) -> None:
    if (stage, act) in TABLE:
        assert after(stage, act) is TABLE[stage, act]
        return
    with pytest.raises(OutOfTurn) as refused:
        after(stage, act)
    assert refused.value.allowed == allowed(stage)


def test_an_example_goes_all_the_way(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    identity = _found(container, clock)
    assert identity is not None
    first, second, unit, stranger = at_desk("disp"), at_desk("second"), at_desk("water"), at_desk("")
    assert _do(first, identity, "draft", title="三天没水", story=STORY) == 303
    assert _do(first, identity, "ask_unit") == 303
    assert unit.send(REPLIES, f"{REPLIES}/{identity}", text="管道已于当日更换。").status_code == 303
    assert _do(first, identity, "propose") == 303
    assert STORY not in stranger.open("/open/examples").text
    assert "请另一人审定" in first.open(f"{PAGE}/{identity}").text
    assert _do(second, identity, "release", medium="晚报", on="2026-04-07") == 303
    page = stranger.open("/open/examples").text
    assert STORY in page
    assert "管道已于当日更换。" in stranger.open(f"/open/examples/{identity}").text
    assert _item(container, identity).number not in page
    assert _do(first, identity, "follow_up", why="一周后回访，水压正常。") == 303
    assert "水压正常" not in stranger.open(f"/open/examples/{identity}").text
    assert _do(second, identity, "confirm") == 303
    assert "水压正常" in stranger.open(f"/open/examples/{identity}").text
    assert "水压正常" in second.open(f"{PAGE}/{identity}/sheet").text
    assert _do(first, identity, "withdraw", why="另有新的事实") == 303
    left = stranger.open("/open/examples").text
    assert STORY not in left
    assert "另有1个事例已撤回" in left
    gone = stranger.open(f"/open/examples/{identity}")
    assert (gone.status_code, "这一页已经撤回" in gone.text, STORY in gone.text) == (410, True, False)
    assert stranger.open("/open/examples/999").status_code == 404
    with container.engine.connect() as connection:
        assert [each.act for each in store.record(connection, identity)] == [
            *("draft", "ask_unit", "reply", "propose", "release", "follow_up", "confirm", "withdraw")
        ]


@pytest.mark.parametrize(
    "case",
    [{"kind": Kind.REPORT}, {"identity": Identity.CONFIDENTIAL}, {"identity": Identity.ANONYMOUS}, {"agrees": False}],
    ids=["a report", "confidential", "anonymous", "no consent"],
)
def test_what_must_stay_unknown_is_never_found(
    container: Container, clock: FixedClock, case: dict[str, object]
) -> None:
    assert _found(container, clock, **case) is None  # type: ignore[arg-type]


def test_nothing_is_proposed_while_the_unit_may_still_answer(container: Container, clock: FixedClock) -> None:
    identity = _with_unit(container, clock)
    due_at = _item(container, identity).reply_due_at
    assert due_at is not None
    assert due_at.astimezone(CITY_ZONE).isoformat() == "2026-04-09T17:00:00+08:00"
    clock.at = due_at
    with pytest.raises(DomainError) as refused:
        service.propose(container, identity, by="disp")
    assert refused.value.code == "too_early"
    clock.at = due_at + timedelta(seconds=1)
    service.propose(container, identity, by="disp")
    assert _item(container, identity).stage is Stage.PROPOSED


@pytest.mark.parametrize("who", ["disp", "other"])
def test_whoever_drafted_or_proposed_it_does_not_release_it(container: Container, clock: FixedClock, who: str) -> None:
    identity = _with_unit(container, clock)
    service.reply(container, identity, text="已更换。", by="water", unit=UNIT)
    service.propose(container, identity, by="other")
    with pytest.raises(DomainError) as refused:
        service.release(container, identity, medium="晚报", on=MARCH.begins_on, by=who)
    assert refused.value.code == "forbidden"


def test_another_units_example_cannot_be_answered(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    identity = _with_unit(container, clock)
    stranger = at_desk("heping")
    assert STORY not in stranger.open(REPLIES).text
    csrf = stranger.forms("/staff")["/staff/sign-out"]["csrf"]
    assert stranger.client.post(f"{REPLIES}/{identity}", data={"csrf": csrf, "text": "x"}).status_code == 404


@pytest.mark.parametrize("story", ["欧阳试家停水了，电话13912345678", "车牌辽A12345的车挡了消防通道"])
def test_a_story_with_something_personal_is_refused_and_kept_on_the_page(
    container: Container, clock: FixedClock, at_desk: Sit, story: str
) -> None:
    identity, desk = _found(container, clock), at_desk("disp")
    assert identity is not None
    page = desk.send(f"{PAGE}/{identity}", f"{PAGE}/{identity}/draft", title="停水", story=story)
    assert page.status_code == 422
    assert story in page.text
    assert _item(container, identity).story == ""


def test_a_stale_page_does_not_overwrite(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    identity, desk = _found(container, clock), at_desk("disp")
    assert identity is not None
    form = desk.forms(f"{PAGE}/{identity}")[f"{PAGE}/{identity}/draft"]
    service.draft(container, identity, title="先写的", story=STORY, by="second")
    late = desk.client.post(f"{PAGE}/{identity}/draft", data=form | {"title": "后写的", "story": STORY})
    assert late.status_code == 422
    assert _item(container, identity).title == "先写的"


def test_a_month_that_is_not_closed_has_no_candidates(container: Container, at_desk: Sit) -> None:
    with pytest.raises(NotFound):
        service.find(container, "2026-03")
    assert "还没有核定过的时期" in at_desk("disp").open(PAGE).text


def test_what_was_dropped_is_not_found_again(container: Container, clock: FixedClock) -> None:
    identity = _found(container, clock)
    assert identity is not None
    service.note(container, identity, Act.DROP, why="事实还在核查", by="disp")
    assert service.find(container, "2026-03") == 0
    assert _item(container, identity).stage is Stage.DROPPED
    assert replace(_item(container, identity)).version == 2
