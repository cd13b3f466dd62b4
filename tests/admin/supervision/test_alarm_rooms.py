"""Alarms and rules at the desks: who sees what, what follows an alarm, and how a rule is changed by two."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from admin.supervision import alarm_schema, alarming, rule_store, settling
from admin.supervision.alarm import PAGE_SIZE
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.supervision.steps import tick
from tests.tracking import city
from tracking.domain.clock import FixedClock, city_day
from tracking.domain.error import Forbidden, StaleVersion
from tracking.domain.people import Actor, Role
from tracking.domain.vocabulary import Kind

Sit = Callable[[str], Desk]
ROOT = "/staff/supervision"
ALARMS, RULES = f"{ROOT}/alarms", f"{ROOT}/rules"
CHANGE = {
    "name": "一般件签收超过1个工作日", "threshold": "1", "measure": "workdays", "level": "2", "active": "yes",
    "effective_on": "2026-03-02", "urgencies": "normal", "reason": "签收普遍偏慢",
}  # fmt: skip


@pytest.fixture
def raised(container: Container, clock: FixedClock) -> str:
    """A petition whose signing took too long; alarm 1 is its."""
    number = matter.with_unit(container)
    clock.at = city.closing(3, 4) + timedelta(minutes=1)
    assert alarming.watch(container.core) == 1
    return number


@pytest.mark.parametrize("who", ["disp", "insp", "lead"])
def test_the_rooms_open_empty_and_with_something_in_both_languages(at_desk: Sit, raised: str, who: str) -> None:
    desk = at_desk(who)
    pages = [ALARMS, f"{ALARMS}?state=nothing", f"{ALARMS}?state=all&unit=C01", f"{ALARMS}/1", RULES]
    for page in (*pages, f"{RULES}/sign_normal", f"{RULES}/unit_reworks", f"{RULES}/same_reply"):
        for language in ("zh", "en"):
            assert desk.open(f"{page}{'&' if '?' in page else '?'}lang={language}").status_code == 200, page
    desk.open(f"{ALARMS}?lang=zh")
    assert raised in desk.open(ALARMS).text
    assert '<dt><a href="/staff/supervision/alarms">待查看告警</a></dt><dd>1</dd>' in desk.open(f"{ROOT}/wall").text


@pytest.mark.parametrize("who", ["op", "water", "call", "root", "assess"])
def test_they_are_for_those_who_oversee(at_desk: Sit, raised: str, who: str) -> None:
    desk = at_desk(who)
    for page in (ALARMS, f"{ALARMS}/1", RULES, f"{RULES}/sign_normal"):
        assert desk.open(page).status_code == 403, page


def test_the_alarm_of_a_report_is_kept_from_those_who_may_not_see_it(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number = matter.with_unit(container, kind=Kind.REPORT)
    clock.at = clock.at.replace(day=5)
    alarming.watch(container.core)
    leader, inspector = at_desk("lead"), at_desk("insp")
    assert leader.open(f"{ALARMS}/1").status_code == 404
    assert number not in leader.open(f"{ALARMS}?state=all").text
    assert number in inspector.open(f"{ALARMS}?state=all").text


def test_it_is_looked_at_and_found_to_need_nothing(at_desk: Sit, raised: str) -> None:
    desk, page = at_desk("disp"), f"{ALARMS}/1"
    assert desk.send(page, f"{page}/look", note="单位值班空缺").status_code == 303
    assert f"{page}/look" not in desk.forms(page)
    assert desk.send(page, f"{page}/dismiss", note="").status_code == 422
    assert desk.send(page, f"{page}/dismiss", note="已补签收").status_code == 303
    text = desk.open(page).text
    assert "单位值班空缺" in text
    assert "认定无需处理" in text
    assert raised not in desk.open(ALARMS).text
    assert raised in desk.open(f"{ALARMS}?state=nothing").text


def test_an_order_is_one_click_and_settles_the_alarm(
    container: Container, at_desk: Sit, clock: FixedClock, raised: str
) -> None:
    desk = at_desk("disp")
    link = desk.open(f"{ALARMS}/1").text.split('class="button" href="')[1].split('"')[0].replace("&amp;", "&")
    text = desk.open(link.split("#")[0]).text
    assert '<details class="verb" id="supervise-1" open>' in text
    assert "一般件签收超过2个工作日（监察告警1）" in text
    due = clock.at + timedelta(days=2)
    action = f"/staff/petitions/{raised}/supervise"
    order = {"level": "1", "due_at": f"{due:%Y-%m-%dT%H:%M}", "reason": "请立即签收"}
    assert desk.send(f"/staff/petitions/{raised}", action, **order).status_code == 303
    tick(container, clock, clock.at)
    page = desk.open(f"{ALARMS}/1").text
    assert "已签发督办单" in page
    assert f"{ROOT}/documents/1" in page


def test_an_inspector_looks_and_proposes_but_does_not_order(at_desk: Sit, raised: str) -> None:
    desk, page = at_desk("insp"), f"{ALARMS}/1"
    assert "签发督办单</a>" not in desk.open(page).text
    assert desk.send(page, f"{page}/propose", reason="建议设专岗签收。").status_code == 303
    assert "已提监察建议" in desk.open(page).text
    assert "监察建议书" in at_desk("water").open(f"{ROOT}/documents").text
    assert f"{page}/propose" not in at_desk("disp").forms(page)


@pytest.mark.parametrize("who", ["lead"])
def test_a_leader_only_reads(at_desk: Sit, raised: str, who: str) -> None:
    desk = at_desk(who)
    for page in (f"{ALARMS}/1", f"{RULES}/sign_normal"):
        assert set(desk.forms(page)) == {"/staff/sign-out"}


def test_who_comes_second_is_told(container: Container, raised: str) -> None:
    first, second = (Actor(id=name, role=Role.DISPATCHER) for name in ("disp", "second"))
    settling.look(container.core, 1, note="看过", version=1, by=first)
    with pytest.raises(StaleVersion):
        settling.dismiss(container.core, 1, note="不用", version=1, by=second)


def test_a_long_list_has_pages_by_what_was_seen_last(container: Container, at_desk: Sit, raised: str) -> None:
    row = {"rule": "unit_reworks", "version": 1, "level": 1, "unit": "C01", "entries": [], "found_at": None}
    figures = {"threshold": 1, "measure": "times", "times": 3, "evidence": ""}
    now = container.core.now()
    rows = [row | {"subject": "C01", "round": n, "found_at": now, "figures": figures} for n in range(PAGE_SIZE)]
    with container.engine.begin() as connection:
        connection.execute(insert(alarm_schema.alarm), rows)
    desk = at_desk("disp")
    text = desk.open(ALARMS).text
    assert raised not in text
    assert raised in desk.open(f"{ALARMS}?state=waiting&before=2").text
    assert "before=2" in text


def test_a_change_counts_once_a_second_dispatcher_put_it_into_force(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    page, first, second = f"{RULES}/sign_normal", at_desk("disp"), at_desk("second")
    assert first.send(page, page, **CHANGE).status_code == 303
    assert _threshold(container) == 2
    assert f"{page}/2/approve" not in first.forms(page)
    assert second.send(page, f"{page}/2/approve").status_code == 303
    assert _threshold(container) == 1
    text = second.open(page).text
    assert "签收普遍偏慢" in text
    assert "随城市数据" in text
    matter.with_unit(container)
    clock.at = city.closing(3, 3) + timedelta(minutes=1)
    assert alarming.watch(container.core) == 1


def test_who_wrote_a_change_does_not_put_it_into_force(container: Container, at_desk: Sit) -> None:
    page, desk = f"{RULES}/sign_normal", at_desk("disp")
    desk.send(page, page, **CHANGE)
    with pytest.raises(Forbidden):
        rule_store.approve(container.core, "sign_normal", 2, by=Actor(id="disp", role=Role.DISPATCHER))
    token = desk.forms(page)[f"{page}/2/drop"]
    assert desk.client.post(f"{page}/2/approve", data=token).status_code == 422
    assert desk.send(page, f"{page}/2/drop").status_code == 303
    assert _threshold(container) == 2
    assert desk.send(page, page, **CHANGE).status_code == 303


def test_a_rule_switched_off_gives_no_alarm(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    page = f"{RULES}/sign_normal"
    at_desk("disp").send(page, page, **{**CHANGE, "active": "no"})
    at_desk("second").send(page, f"{page}/2/approve")
    matter.with_unit(container)
    clock.at = city.closing(3, 4) + timedelta(minutes=1)
    assert alarming.watch(container.core) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"threshold": "0"}, {"threshold": "x"}, {"measure": "times"}, {"level": "5"}, {"name": ""}, {"reason": ""},
     {"effective_on": "2026-03-01"}, {"effective_on": "gestern"}],
)  # fmt: skip
def test_a_change_that_makes_no_sense_is_refused(container: Container, at_desk: Sit, wrong: dict[str, str]) -> None:
    page, desk = f"{RULES}/sign_normal", at_desk("disp")
    assert desk.send(page, page, **{**CHANGE, **wrong}).status_code == 422
    with container.engine.connect() as connection:
        assert connection.execute(select(alarm_schema.rule)).first() is None


def _threshold(container: Container) -> int:
    with container.engine.connect() as connection:
        return rule_store.rules(connection, city_day(container.core.now()))["sign_normal"].threshold
