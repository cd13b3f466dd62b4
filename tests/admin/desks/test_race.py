"""Two people, or one impatient person: nothing happens twice and nothing typed is lost."""

from collections.abc import Callable

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, forms, numbers
from tests.admin.desks.test_life import case_of
from tracking.domain.vocabulary import Kind

Sit = Callable[[str], Desk]


def test_whoever_is_overtaken_is_told_by_whom_and_keeps_what_was_typed(container: Container, at_desk: Sit) -> None:
    number, dispatcher, operator = matter.classified(container), at_desk("disp"), at_desk("op")
    action = f"/staff/petitions/{number}/dispatch"
    seen = dispatcher.forms(f"/staff/petitions/{number}")[action]
    operator.act(number, "urge", words="请尽快")
    late = dispatcher.client.post(action, data=seen | {"unit": "C01", "basis": "我写好的依据"})
    assert late.status_code == 409
    assert "我写好的依据" in late.text
    assert "op</span> 催办" in late.text
    assert not case_of(container, number).assignments
    again = forms(late)[action] | {"unit": "C01", "basis": "我写好的依据"}
    assert dispatcher.client.post(action, data=again).status_code == 303


def test_what_was_typed_stays_even_when_the_verb_is_no_longer_possible(container: Container, at_desk: Sit) -> None:
    number, dispatcher, operator = matter.classified(container), at_desk("disp"), at_desk("op")
    action = f"/staff/petitions/{number}/dispatch"
    seen = dispatcher.forms(f"/staff/petitions/{number}")[action]
    operator.act(number, "withdraw", confirmed="yes")
    late = dispatcher.client.post(action, data=seen | {"unit": "C01", "basis": "我写好的依据"})
    assert late.status_code == 409
    assert "我写好的依据" in late.text


def test_pressing_twice_acts_once(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    action = f"/staff/petitions/{number}/contact"
    sheet = handler.forms(f"/staff/petitions/{number}")[action] | {"note": "已电话说明"}
    first, second = (handler.client.post(action, data=sheet) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert case_of(container, number).petition.version == 5


def test_a_second_press_with_other_words_is_no_second_press(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    action = f"/staff/petitions/{number}/contact"
    sheet = handler.forms(f"/staff/petitions/{number}")[action]
    handler.client.post(action, data=sheet | {"note": "已电话说明"})
    assert handler.client.post(action, data=sheet | {"note": "改了说法"}).status_code == 409


def test_registering_twice_with_one_sheet_makes_one_petition(container: Container, at_desk: Sit) -> None:
    operator = at_desk("op")
    sheet = operator.forms("/staff/phone-desk")["/staff/phone-desk"] | {
        "act": "answer",
        "text": matter.TEXT,
        "reply": "好",
    }
    first, second = (operator.client.post("/staff/phone-desk", data=sheet) for _ in range(2))
    assert numbers(first) == numbers(second)
    (number,) = numbers(first)
    assert case_of(container, number).petition.version == 2


def test_a_verb_out_of_turn_changes_nothing_and_says_so(container: Container, at_desk: Sit) -> None:
    number, dispatcher = matter.with_unit(container), at_desk("disp")
    form = dispatcher.forms(f"/staff/petitions/{number}")[f"/staff/petitions/{number}/urge"]
    typed = form | {"unit": "A01", "basis": "再派一次"}
    answer = dispatcher.client.post(f"/staff/petitions/{number}/dispatch", data=typed)
    assert answer.status_code == 409
    assert "再派一次" in answer.text
    assert len(case_of(container, number).assignments) == 1


def test_an_empty_field_is_named_beside_it(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    answer = at_desk("water").act(number, "report-back", outcome="solved", reply="")
    assert answer.status_code == 422
    assert "请填写这一项。" in answer.text


def test_a_complaint_is_not_reported_back_without_evidence(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container, kind=Kind.COMPLAINT)
    answer = at_desk("water").act(number, "report-back", outcome="solved", reply="已恢复")
    assert answer.status_code == 422
    assert case_of(container, number).assignment(1).reported_at is None


def test_what_cannot_be_undone_asks_for_a_confirmation(container: Container, at_desk: Sit) -> None:
    number = matter.registered(container)
    answer = at_desk("disp").act(number, "answer", reply="好的")
    assert answer.status_code == 422
    assert case_of(container, number).petition.version == 1


def test_a_sheet_used_for_another_call_is_kept_and_can_be_sent_anew(container: Container, at_desk: Sit) -> None:
    operator = at_desk("op")
    sheet = operator.forms("/staff/phone-desk")["/staff/phone-desk"] | {"act": "register", "text": matter.TEXT}
    operator.client.post("/staff/phone-desk", data=sheet)
    asked = operator.client.post("/staff/phone-desk", data=sheet | {"text": "另一个来电人说的话"})
    assert asked.status_code == 422
    assert "另一个来电人说的话" in asked.text
    anew = forms(asked)["/staff/phone-desk"] | {"act": "register", "text": "另一个来电人说的话"}
    assert len(numbers(operator.client.post("/staff/phone-desk", data=anew))) == 1
