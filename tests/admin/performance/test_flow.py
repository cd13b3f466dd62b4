"""A year from the scheme to the frozen result, at the desks; and what is refused on the way."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from admin.performance import closing, record, replay, result_row, statement
from admin.wiring import Container
from channels.base import Refused
from tests.admin.desks.desk import Desk
from tests.admin.performance.test_law import TREE
from tracking.domain.clock import FixedClock
from tracking.domain.period import parse
from tracking.service import period_close

Sit = Callable[[str], Desk]
ROOM = "/staff/performance/2026"
GOAL = {"leaf": "1.1", "text": "新建管网40公里", "target": "40"}
ENTRY = {"unit": "A01", "leaf": "9", "amount": "3", "basis": "通报批评", "evidence": "沈政办〔2026〕1号"}


@pytest.fixture
def published(at_desk: Sit) -> tuple[Desk, Desk]:
    assess, judge = at_desk("assess"), at_desk("judge")
    sent = {"tree": TREE, "judges": "assess judge heping", "reason": "年度方案"}
    assert assess.send(f"{ROOM}/scheme", f"{ROOM}/scheme", **sent).status_code == 303
    assert judge.send(f"{ROOM}/scheme", f"{ROOM}/scheme/publish").status_code == 303
    return assess, judge


@pytest.fixture
def frozen_goals(at_desk: Sit, published: tuple[Desk, Desk]) -> tuple[Desk, Desk]:
    assess, judge = published
    assert at_desk("heping").send(f"{ROOM}/goals", f"{ROOM}/goals", **GOAL).status_code == 303
    check = {"unit": "A01", "leaf": "1.1", "remark": "报告第三部分", "accepted": "yes"}
    assert assess.send(f"{ROOM}/goals", f"{ROOM}/goals/check", **check).status_code == 303
    refused = assess.send(f"{ROOM}/goals", f"{ROOM}/goals/freeze")
    assert refused.status_code == 403
    assert "须由另一人锁定" in refused.text
    assert judge.send(f"{ROOM}/goals", f"{ROOM}/goals/freeze").status_code == 303
    return published


def test_a_wrong_sum_is_refused_with_sum_and_place(at_desk: Sit) -> None:
    sent = {"tree": TREE.replace("| 60 |", "| 50 |"), "judges": "", "reason": "x"}
    answer = at_desk("assess").send(f"{ROOM}/scheme", f"{ROOM}/scheme", **sent)
    assert answer.status_code == 422
    assert "“1 重点工作”下一级的权重合计90，应当正好是100" in answer.text


def test_the_author_does_not_publish(at_desk: Sit) -> None:
    desk = at_desk("assess")
    desk.send(f"{ROOM}/scheme", f"{ROOM}/scheme", tree=TREE, judges="", reason="x")
    answer = desk.send(f"{ROOM}/scheme", f"{ROOM}/scheme/publish")
    assert answer.status_code == 403
    assert "须由另一人发布" in answer.text


def test_a_published_version_stays_and_a_new_one_supersedes(container: Container, published: tuple[Desk, Desk]) -> None:
    assess, judge = published
    other = TREE.replace("重点项目", "重大项目")
    assess.send(f"{ROOM}/scheme", f"{ROOM}/scheme", tree=other, judges="", reason="改名")
    judge.send(f"{ROOM}/scheme", f"{ROOM}/scheme/publish")
    with container.engine.connect() as connection:
        second, first = statement.schemes(connection, 2026)
    assert (first.version, first.plan.nodes[1].name) == (1, "重点项目")
    assert (second.version, second.plan.nodes[1].name, second.reason) == (2, "重大项目", "改名")


def test_what_was_reached_counts_against_the_goal(frozen_goals: tuple[Desk, Desk]) -> None:
    assess, _ = frozen_goals
    entry = {**ENTRY, "leaf": "1.1", "amount": "30"}
    assert assess.send(f"{ROOM}/entries", f"{ROOM}/entries", **entry).status_code == 303
    assert "完成30 / 目标40" in assess.open(f"{ROOM}/units/A01").text


def test_nothing_is_declared_after_the_freeze(at_desk: Sit, frozen_goals: object) -> None:
    desk = at_desk("heping")
    token = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    answer = desk.client.post(f"{ROOM}/goals", data={**GOAL, "leaf": "1.2", "csrf": token})
    assert answer.status_code == 409
    assert "目标已经锁定" in answer.text


def test_a_merged_unit_gets_no_entry_and_its_successor_carries_what_it_had(
    container: Container, frozen_goals: tuple[Desk, Desk]
) -> None:
    frozen_goals[0].send(f"{ROOM}/entries", f"{ROOM}/entries", **ENTRY)
    with pytest.raises(Refused) as caught:
        given = {"leaf": "9", "points": Decimal(1), "basis": "x", "proof": "x", "by": "assess"}
        record.enter(container.core, 2026, unit="A01", successors={"A01": "A02"}, **given)  # type: ignore[arg-type]
    assert caught.value.flaws[0].values == {"heir": "A02"}
    found = closing.outcome(container.core, 2026, {"A01": "A02"})
    assert found.inputs["A02"]["9"].points == 3
    assert "A01" not in {each.unit for each in found.places}


def test_an_upheld_objection_takes_the_entry_out(at_desk: Sit, frozen_goals: tuple[Desk, Desk]) -> None:
    assess, judge = frozen_goals
    assess.send(f"{ROOM}/entries", f"{ROOM}/entries", **ENTRY)
    objection, decision = f"{ROOM}/entries/1/objection", f"{ROOM}/entries/1/decision"
    assert "记录合计3分" in assess.open(f"{ROOM}/units/A01").text
    assert at_desk("heping").send(f"{ROOM}/entries", objection, text="已整改").status_code == 303
    assert assess.send(f"{ROOM}/entries", decision, reason="属实", upheld="yes").status_code == 403
    assert judge.send(f"{ROOM}/entries", decision, reason="属实", upheld="yes").status_code == 303
    assert "记录合计3分" not in judge.open(f"{ROOM}/units/A01").text


def test_an_objection_after_the_limit_is_too_late(
    at_desk: Sit, frozen_goals: tuple[Desk, Desk], clock: FixedClock
) -> None:
    frozen_goals[0].send(f"{ROOM}/entries", f"{ROOM}/entries", **ENTRY)
    clock.at += timedelta(days=11)
    heping = at_desk("heping")
    answer = heping.send(f"{ROOM}/entries", f"{ROOM}/entries/1/objection", text="已整改")
    assert answer.status_code == 409
    assert "已超过提出异议的期限" in answer.text


def test_a_judge_does_not_score_the_own_unit(at_desk: Sit, published: object) -> None:
    desk = at_desk("heping")
    assert "本单位，回避" in desk.open(f"{ROOM}/marks").text
    answer = desk.send(f"{ROOM}/marks", f"{ROOM}/marks", m_A01="100", m_A02="90")
    assert answer.status_code == 403
    assert "不得给本单位评分" in answer.text
    assert desk.send(f"{ROOM}/marks", f"{ROOM}/marks", m_A02="90", m_A03="回避").status_code == 303
    assert 'value="90"' in desk.open(f"{ROOM}/marks").text


def test_judges_do_not_see_each_other(published: tuple[Desk, Desk]) -> None:
    assess, judge = published
    assess.send(f"{ROOM}/marks", f"{ROOM}/marks", m_A02="87.5")
    assert "87.5" not in judge.open(f"{ROOM}/marks").text
    assert judge.send(f"{ROOM}/marks", f"{ROOM}/marks", m_A02="101").status_code == 422


def test_a_running_year_is_not_frozen(published: tuple[Desk, Desk]) -> None:
    answer = published[1].send(ROOM, f"{ROOM}/close")
    assert answer.status_code == 409
    assert "还没有结束" in answer.text


@pytest.fixture
def closed(container: Container, frozen_goals: tuple[Desk, Desk], at_desk: Sit, clock: FixedClock) -> Desk:
    clock.at += timedelta(days=330)
    judge = at_desk("judge")
    answer = judge.send(ROOM, f"{ROOM}/close")
    assert answer.status_code == 409
    assert "先关账" in answer.text
    groups = {unit.code: unit.group for unit in container.city.units()}
    period_close.close(container.core, parse("2026"), groups=groups, by="test")
    assert judge.send(ROOM, f"{ROOM}/close").status_code == 303
    return judge


def test_a_frozen_year_computes_to_the_same_and_is_tried_without_touching_it(
    container: Container, closed: Desk
) -> None:
    assert "结果一致" in closed.open(ROOM).text
    tried = closed.open(f"{ROOM}?w_1=60&w_3=10").text
    assert "试算，不保存" in tried
    assert "权重合计110" in closed.open(f"{ROOM}?w_1=60").text
    with container.engine.connect() as connection:
        result = result_row.result(connection, 2026)
    assert result is not None
    assert replay.replay(result).sound


def test_who_is_barred_is_marked_and_not_awarded(container: Container, closed: Desk) -> None:
    state = closed.client.app.state  # type: ignore[attr-defined]
    state.barred = lambda _year: {"A01": "连续三次不合格"}
    assert "取消评优资格" in closed.open(ROOM).text
    use = {"unit": "A01", "purpose": "award", "decision": "先进单位", "decider": "市政府", "decided_on": "2027-01-05"}
    answer = closed.send(f"{ROOM}/uses", f"{ROOM}/uses", **use)
    assert answer.status_code == 403
    assert closed.send(f"{ROOM}/uses", f"{ROOM}/uses", **{**use, "unit": "A02"}).status_code == 303
    assert "先进单位" in closed.open(f"{ROOM}/uses").text
    assert date(2027, 1, 5).isoformat() in closed.open(f"{ROOM}/uses").text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_ranking_is_taken_out_with_a_mark(at_desk: Sit, published: tuple[Desk, Desk], kind: str) -> None:
    answer = published[0].open(f"{ROOM}/ranking.{kind}")
    assert answer.status_code == 200
    if kind == "csv":
        assert "考评员（assess）于2026-03-02" in answer.text
    assert at_desk("heping").open(f"{ROOM}/ranking.{kind}").status_code == 403


@pytest.mark.parametrize("path", ["", "/scheme", "/goals", "/entries", "/marks", "/uses", "/units/A01", "/cards/A01"])
@pytest.mark.parametrize("who", ["assess", "heping", "lead", "insp", "disp"])
def test_pages_open_in_both_languages(at_desk: Sit, published: object, path: str, who: str) -> None:
    desk = at_desk(who)
    assert desk.open(ROOM + path).status_code == 200
    assert desk.open(f"{ROOM}{path}?lang=en").status_code == 200


def test_a_unit_sees_its_own_line_only(at_desk: Sit, published: object) -> None:
    text = at_desk("heping").open(ROOM).text
    assert f"{ROOM}/units/A01" in text
    assert f"{ROOM}/units/A02" not in text
    assert at_desk("heping").open(f"{ROOM}/units/A02").status_code == 404
