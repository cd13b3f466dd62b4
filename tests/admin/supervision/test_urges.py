"""An urge is answered in words by the unit in charge; who urged reads a redacted copy."""

import re
from collections.abc import Callable

import pytest

from admin.wiring import Container
from channels.progress import Lookup
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.supervision import steps
from tracking.domain.clock import FixedClock
from tracking.domain.people import Actor, Role, citizen
from tracking.domain.procedure.citizen import urge
from tracking.domain.vocabulary import Kind

Sit = Callable[[str], Desk]
URGES = "/staff/supervision/urges"
BY_PHONE, SUPERVISOR = Actor(id="op", role=Role.OPERATOR), Actor(id="disp", role=Role.DISPATCHER)
ANSWER = "明早八点抢修，找欧阳试，电话13912345678。"


def _urged(container: Container, *by: Actor, kind: Kind = Kind.COMPLAINT) -> str:
    number = matter.signed(container, kind=kind)
    with container.core.change(number) as case:
        for each in by:
            urge(case, by=each, at=container.core.now())
    return number


def _waiting(desk: Desk) -> str:
    """The count of the tab on the start page."""
    found = re.search(r'tab=urged"><strong class="number">(\d+)<', desk.open("/staff").text)
    assert found
    return found[1]


def _words(container: Container, number: str) -> list[str]:
    return [step.words or "" for step in Lookup(container.core).read(number).steps]


def test_a_unit_answers_and_everybody_concerned_reads_it(container: Container, at_desk: Sit) -> None:
    number = _urged(container, citizen("web"), citizen("web"))
    unit, supervision = at_desk("water"), at_desk("disp")
    assert [_waiting(desk) for desk in (unit, supervision)] == ["1", "1"]
    assert "其中2次还没有" in supervision.open(URGES).text
    assert unit.act(number, "answer-urge", answer=ANSWER).status_code == 303
    text = supervision.open(URGES).text
    assert "其中0次还没有" in text
    assert ANSWER in text
    assert [_waiting(desk) for desk in (unit, supervision)] == ["0", "0"]
    assert "回复催办" in supervision.open(f"/staff/petitions/{number}").text
    last = _words(container, number)[-1]
    assert last.startswith("明早八点抢修")
    assert "13912345678" not in last


def test_what_a_unit_does_counts_where_it_says_nothing(container: Container, at_desk: Sit) -> None:
    number, unit = _urged(container, citizen("web")), at_desk("water")
    unit.act(number, "contact", note="已电话说明")
    assert _waiting(unit) == "0"
    assert f"/staff/petitions/{number}/answer-urge" in unit.forms(f"/staff/petitions/{number}"), (
        "words are still welcome"
    )
    assert "✓ 已联系诉求人" in at_desk("disp").open(URGES).text


@pytest.mark.parametrize(("by", "read"), [(BY_PHONE, True), (SUPERVISOR, False)])
def test_only_who_urged_reads_the_answer_to_it(container: Container, at_desk: Sit, by: Actor, read: bool) -> None:
    number = _urged(container, by)
    at_desk("water").act(number, "answer-urge", answer="今天办好")
    assert (_words(container, number)[-1] == "今天办好") is read


def test_an_empty_answer_and_one_that_nobody_waits_for_are_refused(container: Container, at_desk: Sit) -> None:
    number, unit = _urged(container, citizen("web")), at_desk("water")
    assert unit.act(number, "answer-urge", answer=" ").status_code == 422
    page = f"/staff/petitions/{number}"
    filled = unit.forms(page)[f"{page}/answer-urge"] | {"answer": "今天办好"}
    assert unit.client.post(f"{page}/answer-urge", data=filled).status_code == 303
    fresh = filled | {"version": str(int(filled["version"]) + 1), "answer": "再说一遍"}
    assert unit.client.post(f"{page}/answer-urge", data=fresh).status_code == 409


def test_an_urge_after_the_answer_waits_again(container: Container, at_desk: Sit) -> None:
    number = _urged(container, citizen("web"))
    at_desk("water").act(number, "answer-urge", answer="今天办好")
    with container.core.change(number) as case:
        urge(case, by=citizen("web"), at=container.core.now())
    desk = at_desk("disp")
    assert "近30天催办2次，其中1次" in desk.open(URGES).text
    assert f"/staff/petitions/{number}/answer-urge" in at_desk("water").forms(f"/staff/petitions/{number}")


def test_a_leader_reads_no_names_here_and_no_report(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    open_ = _urged(container, citizen("web"))
    report = _urged(container, citizen("web"), kind=Kind.REPORT)
    for number in (open_, report):
        at_desk("water").act(number, "answer-urge", answer=ANSWER)
    steps.tick(container, clock, clock.at)
    text = at_desk("lead").open(URGES).text
    assert open_ in text
    assert report not in text
    assert "13912345678" not in text
