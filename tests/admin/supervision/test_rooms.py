"""The rooms of supervision at the desks: who sees what, and how a unit and supervision act on a document."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from admin.supervision import consulting, efficiency, schema
from admin.supervision.ladder import Step
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.supervision.steps import A_MOMENT, identity, red, tick
from tracking.domain.clock import FixedClock
from tracking.domain.people import Actor, Role, citizen
from tracking.domain.procedure.citizen import urge
from tracking.domain.procedure.ordering import supervise
from tracking.domain.vocabulary import Kind
from tracking.store import schema as tracking

Sit = Callable[[str], Desk]
ROOT = "/staff/supervision"
PAGES = [f"{ROOT}/{name}" for name in ("wall", "documents", "orders", "consultations", "urges")]


@pytest.mark.parametrize("who", ["disp", "insp", "lead"])
def test_every_room_opens_empty_and_with_something_in_both_languages(
    container: Container, at_desk: Sit, clock: FixedClock, who: str
) -> None:
    for number in (None, red(container, clock)):
        desk = at_desk(who)
        for page in PAGES:
            assert desk.open(page).status_code == 200, (page, number)
            assert desk.open(f"{page}?lang=en").status_code == 200, page


def test_the_unit_replies_and_supervision_checks(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    red(container, clock)
    page = f"{ROOT}/documents/{identity(container, Step.RED)}"
    unit, supervision = at_desk("water"), at_desk("disp")
    assert "沈民督〔2026〕2号" in unit.open(f"{ROOT}/documents").text
    assert unit.send(page, f"{page}/reply", text="已抢修").status_code == 303
    assert "已抢修" in supervision.open(page).text
    assert supervision.send(page, f"{page}/check", corrected="yes", note="现场已通水").status_code == 303
    assert "核查：已整改" in unit.open(page).text
    assert supervision.send(page, f"{page}/result", result="恢复供水", effect="管网已更换").status_code == 303


def test_an_order_answered_here_is_answered_in_the_petition(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number = matter.signed(container)
    by = Actor(id="disp", role=Role.DISPATCHER)
    with container.core.change(number) as case:
        supervise(case, 1, by=by, at=clock.at, level=2, due_at=case.lead.handle_due_at, reason="群众多次反映")  # type: ignore[arg-type]
    tick(container, clock, clock.at)
    page = f"{ROOT}/documents/{identity(container, Step.ORDER)}"
    assert "群众多次反映" in at_desk("disp").open(f"{ROOT}/orders").text
    assert at_desk("water").send(page, f"{page}/reply", text="今日修复").status_code == 303
    tick(container, clock, clock.at)
    text = at_desk("disp").open(page).text
    assert text.count("单位回复</td>") == 1
    assert "按回避规定" in text
    with container.core.change(number) as case:
        assert case.lead.order_answered_at is not None


@pytest.mark.parametrize("who", ["heping", "lead"])
def test_a_report_is_in_no_list_of_those_it_is_kept_from(
    container: Container, at_desk: Sit, clock: FixedClock, who: str
) -> None:
    number = matter.with_unit(container, kind=Kind.REPORT)
    with container.engine.begin() as connection:
        late = update(tracking.assignment).values(handle_due_at=clock.at)
        connection.execute(late.where(tracking.assignment.c.number == number))
        consultation = {"number": number, "level": 1, "cause": "units", "weight": 3, "participants": ["A01"]}
        consultation |= {"convenor": "督办负责人", "state": "proposed", "proposed_at": clock.at}
        connection.execute(insert(schema.consultation).values(consultation))
    tick(container, clock, clock.at + A_MOMENT)
    page, desk = f"{ROOT}/documents/{identity(container, Step.YELLOW)}", at_desk(who)
    assert desk.open(page).status_code == 404
    for room in PAGES:
        assert number not in desk.open(room).text, room
    assert number in at_desk("insp").open(f"{ROOT}/documents").text


def test_the_wall_names_no_unit_for_a_report(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    red(container, clock, kind=Kind.REPORT)
    clock.at = clock.at.replace(month=4)
    efficiency.measure(container.core)
    text = at_desk("lead").open(f"{ROOT}/wall").text
    assert "1件超期，没有承办单位超期" in text


def test_the_wall_says_who_is_most_overdue(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    red(container, clock)
    name = container.city.unit_name("C01")
    desk = at_desk("insp")
    assert f"超期承办件最多的是{name}（1件）" in desk.open(f"{ROOT}/wall").text
    part = desk.client.get(f"{ROOT}/wall", headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert name in part


def test_efficiency_is_the_mean_median_and_ninth_tenth_of_each_node(container: Container, clock: FixedClock) -> None:
    numbers = [matter.with_unit(container) for _ in range(11)]
    with container.engine.begin() as connection:
        for hours, number in enumerate(numbers):
            a = tracking.assignment
            signed = a.c.dispatched_at + timedelta(hours=hours)
            connection.execute(update(a).where(a.c.number == number).values(signed_at=signed))
    efficiency.measure(container.core)
    with container.engine.connect() as connection:
        found = efficiency.kept(connection)
    sign = found.units["C01"]["sign"]
    assert (sign.n, sign.mean, sign.median, sign.p90) == (11, 5, 5, 9)
    assert found.city["sign"] == sign
    assert found.slowest("sign", least=12) == []


def test_a_consultation_is_proposed_once_concluded_and_raised_when_it_goes_wrong_again(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number, p = matter.with_unit(container), tracking.petition
    with container.engine.begin() as connection:
        connection.execute(update(p).where(p.c.number == number).values(reworks=2))
    assert [consulting.propose(container.core) for _ in range(2)] == [1, 0]
    page, desk = f"{ROOT}/consultations", at_desk("disp")
    assert desk.send(page, f"{page}/1/convene").status_code == 303
    assert desk.send(page, f"{page}/1/conclude", conclusion="由供水集团牵头").status_code == 303
    assert consulting.propose(container.core) == 0
    with container.engine.begin() as connection:
        connection.execute(update(p).where(p.c.number == number).values(reworks=3))
    assert [consulting.propose(container.core) for _ in range(2)] == [1, 0]
    clock.at = clock.at.replace(month=4)
    assert consulting.propose(container.core) == 1
    assert "第3级" in at_desk("disp").open(page).text
    assert consulting.propose(container.core) == 0


def test_an_urge_waits_until_the_unit_answers(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number = matter.signed(container)
    with container.core.change(number) as case:
        urge(case, by=citizen("web"), at=clock.at)
    desk = at_desk("disp")
    assert "其中1次还没有" in desk.open(f"{ROOT}/urges").text
    with container.core.change(number) as case:
        matter.report(case, clock.at)
    text = desk.open(f"{ROOT}/urges").text
    assert "其中0次还没有" in text
    assert "✓ 已报结" in text


def test_an_inspector_proposes_and_does_nothing_else(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    red(container, clock)
    page, desk = f"{ROOT}/documents", at_desk("insp")
    made = desk.send(page, f"{ROOT}/proposals", unit="C01", reason="签收普遍偏晚，建议设专岗。")
    assert made.status_code == 303
    assert "监察建议书" in at_desk("water").open(made.headers["location"]).text
    assert set(desk.forms(f"{page}/{identity(container, Step.RED)}")) == {"/staff/sign-out"}
    assert at_desk("heping").open(made.headers["location"]).status_code == 404
