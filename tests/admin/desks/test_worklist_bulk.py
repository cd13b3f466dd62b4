"""Several petitions at once: each by itself, each against what the officer saw, and nothing that needs thought."""

import re
from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlalchemy import update

from admin.wiring import Container
from admin.worklist import bulk
from admin.worklist.act import ACTS, MOST, offered
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tests.admin.desks.test_life import case_of
from tracking.domain.people import Role
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind
from tracking.store import schema

Sit = Callable[[str], Desk]
_ROW = re.compile(r'name="row" value="([^"]+)"')
_ACT = re.compile(r'name="act" value="([^"]+)"')
PROPOSED = {
    "units": [{"unit": "C01", "confidence": 0.41, "basis": "权责清单第3条"}],
    "words": ["停水"],
    "reason": "把握不足",
}


def _rows(page: Response) -> list[str]:
    return _ROW.findall(page.text)


def _ask(desk: Desk, tab: str, act: str, rows: list[str] | None = None) -> Response:
    page = desk.open(f"/staff/worklist?tab={tab}")
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    data = {
        "csrf": csrf,
        "act": act,
        "row": _rows(page) if rows is None else rows,
        "back": f"/staff/worklist?tab={tab}",
    }
    return desk.client.post("/staff/worklist/bulk", data=data)


def _do(desk: Desk, asked: Response, act: str, **typed: str) -> Response:
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    return desk.client.post("/staff/worklist/bulk/do", data={"csrf": csrf, "act": act, "row": _rows(asked), **typed})


def _unsure(container: Container) -> str:
    number = matter.classified(container, needs_person=True)
    with container.engine.begin() as connection:
        changed = update(schema.petition).where(schema.petition.c.number == number)
        connection.execute(changed.values(suggestions=PROPOSED))
    return number


def test_a_unit_signs_what_it_ticked(container: Container, at_desk: Sit) -> None:
    made = {matter.with_unit(container) for _ in range(3)}
    desk = at_desk("water")
    asked = _ask(desk, "to_sign", "sign")
    assert all(case_of(container, number).lead.signed_at is None for number in made)
    page = _do(desk, asked, "sign")
    assert "3件：已签收" in page.text
    assert all(case_of(container, number).lead.stage is AssignmentStage.HANDLING for number in made)


def test_what_the_machine_was_unsure_of_goes_to_its_first_choice(container: Container, at_desk: Sit) -> None:
    made, desk = [_unsure(container), _unsure(container)], at_desk("disp")
    asked = _ask(desk, "person", "dispatch")
    assert "权责清单第3条" in asked.text
    _do(desk, asked, "dispatch")
    for number in made:
        assert case_of(container, number).lead.unit == "C01"
        assert case_of(container, number).lead.basis == "权责清单第3条"


def test_without_a_proposal_nothing_is_dispatched_and_it_says_so(container: Container, at_desk: Sit) -> None:
    matter.classified(container)
    asked = _ask(at_desk("disp"), "dispatch", "dispatch")
    assert "系统没有建议单位" in asked.text
    assert not _rows(asked)


def test_a_proposal_that_changed_after_the_question_is_not_followed(container: Container, at_desk: Sit) -> None:
    number, desk = _unsure(container), at_desk("disp")
    asked = _ask(desk, "person", "dispatch")
    other = PROPOSED | {"units": [{"unit": "A01", "confidence": 0.5, "basis": "属地"}]}
    with container.engine.begin() as connection:
        connection.execute(update(schema.petition).values(suggestions=other))
    assert "建议的单位刚刚有了变化" in _do(desk, asked, "dispatch").text
    assert case_of(container, number).petition.stage is PetitionStage.AWAITING_DISPATCH


def test_one_that_moved_on_meanwhile_is_named_and_stops_no_other(container: Container, at_desk: Sit) -> None:
    moved, other = matter.with_unit(container), matter.with_unit(container)
    desk = at_desk("water")
    asked = _ask(desk, "to_sign", "sign")
    at_desk("disp").act(moved, "urge", words="请快")
    page = _do(desk, asked, "sign")
    failed = page.text.partition("没有执行")[2].partition("</section>")[0]
    assert f"/staff/petitions/{moved}" in failed
    assert "刚刚有了变化" in failed
    assert case_of(container, moved).lead.signed_at is None
    assert case_of(container, other).lead.signed_at is not None


def test_sent_twice_it_happens_once(container: Container, at_desk: Sit) -> None:
    number, desk = matter.signed(container), at_desk("disp")
    asked = _ask(desk, "all", "urge")
    for _ in range(2):
        assert "1件：已催办" in _do(desk, asked, "urge", words="请尽快答复").text
    assert case_of(container, number).petition.urges == 1


def test_reports_are_accepted_without_publishing_what_nobody_read(container: Container, at_desk: Sit) -> None:
    number, desk = matter.reported(container), at_desk("disp")
    _do(desk, _ask(desk, "reviews", "accept-report"), "accept-report")
    assert case_of(container, number).petition.stage is PetitionStage.AWAITING_CALLBACK
    assert "公开答复" not in desk.open(f"/staff/petitions/{number}").text.partition("办理经过")[2]


def test_a_unit_that_asks_to_be_found_not_in_charge_is_heard_by_itself(container: Container, at_desk: Sit) -> None:
    number = matter.reported(container)
    with container.engine.begin() as connection:
        connection.execute(update(schema.assignment).values(beyond_duty=True))
    asked = _ask(at_desk("disp"), "reviews", "accept-report")
    assert "须打开逐件审核" in asked.text
    assert not _rows(asked)
    assert case_of(container, number).petition.stage is PetitionStage.UNDER_REVIEW


def test_only_what_is_over_is_archived(container: Container, at_desk: Sit) -> None:
    open_one, over = matter.registered(container), matter.registered(container)
    desk = at_desk("disp")
    desk.act(over, "withdraw", confirmed="1")
    page = _do(desk, _ask(desk, "all", "archive"), "archive")
    assert case_of(container, over).petition.stage is PetitionStage.ARCHIVED
    assert case_of(container, open_one).petition.stage is PetitionStage.REGISTERED
    assert "现在的阶段不能这样做" in page.text


def test_a_foreign_matter_can_neither_be_seen_nor_done(container: Container, at_desk: Sit) -> None:
    number, other = matter.with_unit(container, kind=Kind.REPORT), at_desk("heping")
    asked = _ask(other, "to_sign", "sign", [f"{number}.1.3"])
    assert "没有找到" in asked.text
    assert matter.TEXT[:8] not in asked.text
    csrf = other.forms("/staff")["/staff/sign-out"]["csrf"]
    data = {"csrf": csrf, "act": "sign", "row": f"{number}.1.3"}
    assert "没有找到" in other.client.post("/staff/worklist/bulk/do", data=data).text
    assert case_of(container, number).lead.signed_at is None


@pytest.mark.parametrize(("who", "act"), [("water", "dispatch"), ("op", "sign"), ("call", "urge"), ("op", "archive")])
def test_a_step_of_another_desk_is_refused(container: Container, at_desk: Sit, who: str, act: str) -> None:
    number = matter.with_unit(container)
    assert _ask(at_desk(who), "all", act, [f"{number}.1.3"]).status_code == 403


@pytest.mark.parametrize("rows", [[], ["x"], ["SY20260302-W-000001-9.1.1"], ["..."], ["\x00" * 9]])
def test_nothing_ticked_says_what_to_do(at_desk: Sit, rows: list[str]) -> None:
    answer = _ask(at_desk("disp"), "all", "urge", rows)
    assert answer.status_code == 422
    assert "没有勾选任何工单" in answer.text


def test_no_step_closes_anything() -> None:
    verbs = {each.form.verb for each in ACTS}
    assert not verbs & {Verb.CLOSE, Verb.RECORD_CALLBACK, Verb.TERMINATE, Verb.ANSWER, Verb.WITHDRAW}


def test_readers_are_offered_nothing() -> None:
    for role in (Role.LEADER, Role.INSPECTOR, Role.ASSESSOR, Role.CALLER):
        assert not [act for tab in ("all", "overdue", "dispatch") for act in offered(role, tab)]


def test_at_most_fifty_at_a_time() -> None:
    rows = [f"SY20260302-W-{n:06d}-0" for n in range(1, 200)]
    valid = [row[:-1] + str(digit) for row in rows for digit in range(10)]
    assert len(bulk.ticked([f"{row}.0.1" for row in valid])) == MOST


def test_all_of_a_page_is_ticked_without_a_script(container: Container, at_desk: Sit) -> None:
    for _ in range(2):
        matter.registered(container)
    desk = at_desk("disp")
    assert "checked" not in desk.open("/staff/worklist?tab=all").text.partition("<tbody>")[2]
    page = desk.open("/staff/worklist?tab=all&ticked=all")
    assert page.text.partition("<tbody>")[2].count(" checked") == 2
    assert set(_ACT.findall(page.text)) == {"urge", "archive"}


def test_one_goes_back_to_the_list_one_came_from_and_nowhere_else(container: Container, at_desk: Sit) -> None:
    matter.with_unit(container)
    desk = at_desk("water")
    asked = _ask(desk, "to_sign", "sign")
    assert 'href="/staff/worklist?tab=to_sign"' in asked.text
    page = _do(desk, asked, "sign", back="https://example.org/staff/worklist?")
    assert "example.org" not in page.text


def test_the_list_and_the_result_name_the_same_petitions(container: Container, at_desk: Sit) -> None:
    made, desk = {matter.with_unit(container) for _ in range(2)}, at_desk("water")
    assert set(numbers(_do(desk, _ask(desk, "to_sign", "sign"), "sign"))) == made
