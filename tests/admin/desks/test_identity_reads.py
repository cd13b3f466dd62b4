"""Reading many identities in a short time is seen."""

from collections.abc import Callable
from datetime import timedelta

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]
PAGE = "/staff/identity-reads"


def _read(desk: Desk, number: str, times: int) -> None:
    form = desk.forms(f"/staff/petitions/{number}")[f"/staff/petitions/{number}/identity"]
    for _ in range(times):
        page = desk.client.post(f"/staff/petitions/{number}/identity", data=form | {"reason": "核实诉求"})
        assert page.status_code == 200


def test_ten_in_an_hour_are_work_and_eleven_are_an_alarm(container: Container, at_desk: Sit) -> None:
    number, dispatcher = matter.registered(container), at_desk("disp")
    _read(dispatcher, number, 10)
    inspector = at_desk("insp")
    assert "没有告警" in inspector.open(PAGE).text
    _read(dispatcher, number, 1)
    assert "有1次告警" in inspector.open(PAGE).text
    details = inspector.open(f"{PAGE}?reader=disp&day=2026-03-02").text
    assert details.count(number) == 11
    assert "核实诉求" in details
    assert matter.PHONE not in details


def test_a_day_of_slow_reading_raises_the_alarm_too(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number, dispatcher = matter.registered(container), at_desk("disp")
    for _ in range(5):
        _read(dispatcher, number, 9)
        clock.at += timedelta(minutes=59, seconds=59)
        dispatcher.sign_in("disp")
        clock.at += timedelta(minutes=10)
    assert "45次，超过" in at_desk("root").open(PAGE).text


def test_an_alarm_ages_out_of_the_list(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number, dispatcher = matter.registered(container), at_desk("disp")
    _read(dispatcher, number, 11)
    clock.at += timedelta(days=32)
    assert "没有告警" in at_desk("insp").open(PAGE).text


def test_a_day_that_is_none_opens_nothing(at_desk: Sit) -> None:
    assert at_desk("insp").open(f"{PAGE}?reader=disp&day=x").status_code == 200
