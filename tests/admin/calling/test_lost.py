"""What a caller wrote down is not lost: a session that ends, a second press, a colleague who was faster."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, forms
from tracking.domain.clock import FixedClock
from tracking.store import case as cases

Sit = Callable[[str], Desk]
NOTE = "来电人说水压仍偏低"
SAID = {"reached": "yes", "outcome": "partly_solved", "satisfaction": "basically_satisfied", "note": NOTE}


def _sheet(desk: Desk, number: str) -> tuple[str, dict[str, str]]:
    action = f"/staff/call-back/{number}/answers"
    return action, desk.forms(f"/staff/call-back/{number}")[action] | SAID


def _recorded(container: Container, number: str) -> int:
    with container.engine.connect() as connection:
        return sum(entry.verb == "callback_recorded" for entry in cases.entries(connection, number))


def test_answers_sent_after_the_session_ended_stand_there_again(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    action, sheet = _sheet(desk, number)
    clock.at += timedelta(hours=2)
    sent = desk.client.post(action, data=sheet)
    handed = forms(desk.open(sent.headers["location"]))["/staff/sign-in"]
    back = desk.sign_in("call", next=handed["next"], draft=handed["draft"])
    assert back.headers["location"] == f"/staff/call-back/{number}"
    page = desk.open(back.headers["location"]).text
    assert f">{NOTE}</textarea>" in page
    assert 'id="outcome-partly_solved" name="outcome" value="partly_solved" checked' in page
    assert desk.send(f"/staff/call-back/{number}", action, **SAID).status_code == 303
    with container.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM draft")).scalar_one() == 0


def test_pressing_twice_records_once_and_leads_on_both_times(container: Container, at_desk: Sit) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    action, sheet = _sheet(desk, number)
    assert [desk.client.post(action, data=sheet).status_code for _ in range(2)] == [303, 303]
    assert _recorded(container, number) == 1


def test_answers_overtaken_by_a_colleague_can_be_copied(container: Container, at_desk: Sit) -> None:
    number, desk, disp = matter.accepted(container), at_desk("call"), at_desk("disp")
    action, sheet = _sheet(desk, number)
    assert disp.act(number, "record-callback", reached="yes", outcome="solved", satisfaction="satisfied").status_code
    assert disp.act(number, "close", outcome="solved").status_code == 303
    answer = desk.client.post(action, data=sheet)
    assert answer.status_code == 409
    assert NOTE in answer.text
    assert "部分解决" in answer.text
