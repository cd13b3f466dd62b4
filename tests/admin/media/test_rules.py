"""Each stated rule finds its candidates, and what must not be told of any more disappears by itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from admin.media import candidate, service
from admin.media.stage import Act
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import OTHER_UNIT, UNIT, Desk
from tests.admin.media import ground
from tracking.domain.clock import FixedClock
from tracking.domain.error import DomainError
from tracking.domain.vocabulary import Identity, Kind, Satisfaction
from tracking.store import frozen
from tracking.store.frozen import Frozen

Sit = Callable[[str], Desk]


def _figures(**rated: tuple[str, int]) -> dict[str, object]:
    return {unit: {"completed": 20, "rates": {"N6": rate}} for unit, rate in rated.items()}


def test_the_ends_are_all_units_with_the_highest_and_the_lowest_share() -> None:
    best, worst = candidate._ends(_figures(A=("10", 10), B=("10", 10), C=("4", 10)), least=10)
    assert (set(best), set(worst)) == ({"A", "B"}, {"C"})


def test_equals_are_all_good_and_none_is_bad() -> None:
    best, worst = candidate._ends(_figures(A=("10", 10), B=("10", 10)), least=10)
    assert (set(best), set(worst)) == ({"A", "B"}, set())


def test_a_single_unit_is_compared_with_nobody() -> None:
    assert candidate._ends(_figures(A=("10", 10)), least=10) == ((), ())


def _rated(container: Container, unit: str, satisfaction: Satisfaction, **columns: object) -> str:
    at = container.core.now() + timedelta(days=3)
    return ground.case(container, unit=unit, satisfaction=satisfaction, callback_at=at, **columns)


def _march(container: Container) -> Frozen:
    window = ground.MARCH.window()
    body = {
        UNIT: {"completed": 20, "rates": {"N6": ("4", 10)}},
        OTHER_UNIT: {"completed": 20, "rates": {"N6": ("9", 10)}},
    }
    return Frozen(
        period="2026-03",
        starts_at=window.start,
        ends_at=window.end,
        scheme="test",
        body=body,
        hash=b"",
        frozen_at=window.end,
        frozen_by="office",
    )


def test_the_four_rules_one_by_one(container: Container) -> None:
    angry = _rated(container, UNIT, Satisfaction.DISSATISFIED)
    glad = _rated(container, OTHER_UNIT, Satisfaction.SATISFIED)
    _rated(container, UNIT, Satisfaction.SATISFIED)
    _rated(container, UNIT, Satisfaction.VERY_DISSATISFIED, rating_annulled=True)
    red = ground.case(container, red_card_at=container.core.now() + timedelta(days=9))
    again = ground.case(container, decided_at=container.core.now() + timedelta(days=9))
    ground.change(container, again, ground.PETITION, reworks=3)
    with container.engine.connect() as connection:
        rows = candidate.found(connection, _march(container), reworks=3, least=10)
    assert {(row["number"], row["cause"], row["tone"]) for row in rows} == {
        (angry, "worst_n6", "bad"),
        (glad, "best_n6", "good"),
        (red, "red_card", "bad"),
        (again, "three_reworks", "bad"),
    }


def test_the_angriest_come_first(container: Container) -> None:
    _rated(container, UNIT, Satisfaction.DISSATISFIED)
    worst = _rated(container, UNIT, Satisfaction.VERY_DISSATISFIED)
    _rated(container, UNIT, Satisfaction.DISSATISFIED)
    with container.engine.connect() as connection:
        (row,) = candidate.found(connection, _march(container), reworks=3, least=10, most=1)
    assert row["number"] == worst


def test_a_matter_found_before_is_not_found_again_by_another_rule(container: Container, clock: FixedClock) -> None:
    number = ground.case(container, red_card_at=container.core.now() + timedelta(days=9))
    ground.close(container, clock)
    assert [item.cause for item in ground.found(container)] == ["red_card"]
    ground.change(container, number, ground.SHARE, red_card_at=None, decided_at=ground.MARCH.window().start)
    ground.change(container, number, ground.PETITION, reworks=3)
    assert [item.cause for item in ground.found(container)] == ["red_card"]
    with container.engine.connect() as connection:
        assert frozen.recent(connection, most=2) == ["2026-03"]


LATER = [
    {"kind": Kind.REPORT},
    {"identity": Identity.CONFIDENTIAL},
    {"agrees_to_publication": False},
]


@pytest.mark.parametrize("change", LATER, ids=["a report", "confidential", "no consent any more"])
def test_what_becomes_secret_later_goes_no_further_and_is_public_no_more(
    container: Container, clock: FixedClock, at_desk: Sit, change: dict[str, object]
) -> None:
    item = ground.published(container, clock)
    stranger, unit, desk = at_desk(""), at_desk("water"), at_desk("disp")
    assert ground.STORY in stranger.open("/open/examples").text
    ground.change(container, item.number, ground.PETITION, **change)
    assert ground.STORY not in stranger.open("/open/examples").text
    assert stranger.open(f"/open/examples/{item.id}").status_code == 410
    assert ground.STORY not in unit.open("/staff/media-replies").text
    assert desk.open(f"/staff/media/{item.id}/sheet").status_code == 404
    assert "不能再公开" in desk.open("/staff/media").text
    with pytest.raises(DomainError) as refused:
        service.follow_up(container, item.id, text="已经修好。", by="disp")
    assert refused.value.code == "too_late"
    service.note(container, item.id, Act.WITHDRAW, why="不能再公开", by="disp")


def test_a_unit_that_became_responsible_for_a_report_cannot_answer_for_it(
    container: Container, clock: FixedClock
) -> None:
    item = ground.asked(container, clock)
    ground.change(container, item.number, ground.PETITION, kind=Kind.REPORT)
    with pytest.raises(DomainError) as refused:
        service.reply(container, item.id, text="已更换。", by="water", unit=UNIT)
    assert refused.value.code == "not_found"


def test_nobody_reads_it_before_its_day(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    item, stranger = ground.asked(container, clock), at_desk("")
    clock.at += timedelta(days=7)
    service.propose(container, item.id, by="disp")
    tomorrow = date(2026, 4, 15)
    service.release(container, item.id, medium="晚报", on=tomorrow, by="second")
    assert stranger.open(f"/open/examples/{item.id}").status_code == 404
    clock.at += timedelta(days=1)
    assert "在期限内没有说明" in stranger.open(f"/open/examples/{item.id}").text


def test_whoever_wrote_the_follow_up_does_not_confirm_it(container: Container, clock: FixedClock) -> None:
    item = ground.published(container, clock)
    with pytest.raises(DomainError) as none:
        service.confirm(container, item.id, by="second")
    service.follow_up(container, item.id, text="水压正常。", by="disp")
    with pytest.raises(DomainError) as own:
        service.confirm(container, item.id, by="disp")
    assert (none.value.code, own.value.code) == ("out_of_turn", "forbidden")


HOSTILE = [
    f"{matter.NAME}反映停水",
    "电话139\u200b1234\u200b5678",
    "\u202e87654321931\u202c",
    "编号SY20260302-W-000123-7",
    "ＳＹ20260302-Ｗ-000123",
    "请找1 3 9 1 2 3 4 5 6 7 8",
    "证件21010219800101123X",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_the_petitioner_gets_into_any_field(container: Container, clock: FixedClock, text: str) -> None:
    item = ground.asked(container, clock)
    with pytest.raises(DomainError):
        service.reply(container, item.id, text=text, by="water", unit=UNIT)
    service.reply(container, item.id, text="已更换。", by="water", unit=UNIT)
    with pytest.raises(DomainError):
        service.draft(container, item.id, title="停水", story=text, by="disp")
    service.propose(container, item.id, by="disp")
    with pytest.raises(DomainError):
        service.release(container, item.id, medium=text, on=date(2026, 4, 7), by="second")
    service.release(container, item.id, medium="晚报", on=date(2026, 4, 7), by="second")
    with pytest.raises(DomainError):
        service.follow_up(container, item.id, text=text, by="disp")
