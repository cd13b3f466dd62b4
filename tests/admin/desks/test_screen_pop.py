"""A call is bridged to an operator, and the operator's screen knows who it is."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.wiring import Container
from channels.voice.schema import phone_call
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tests.channels.citizen import TO_CALLBACK, happens
from tests.channels.telephone_line import Caller, post
from tests.tracking.stored import taken
from tracking.store import case as cases

Sit = Callable[[str], Desk]
PAGE = "/staff/phone-desk"


@pytest.fixture
def caller(client: TestClient, container: Container) -> Caller:
    """Said something nobody understood, then pressed 0 and waited."""
    caller = Caller(client, container, phone="+8613912345678").dials().mumbles("水管")
    return caller.leaves_message().keys("0")


def _bridge(caller: Caller, operator: str) -> None:
    dial = post(
        caller.client, caller.container, "/webhooks/voice/operator", From=f"client:{operator}", CallSid=caller.sid
    )
    assert f"/webhooks/voice/bridged/{operator}" in dial.text
    path = f"/webhooks/voice/bridged/{operator}"
    assert "接通" in post(caller.client, caller.container, path, CallSid=caller.sid).text


def _asks(desk: Desk, **typed: str) -> tuple[int, str, str]:
    sheet = desk.forms(PAGE)[PAGE] | typed
    answer = desk.client.post(f"{PAGE}/call", data=sheet)
    return answer.status_code, answer.headers.get("hx-redirect", ""), answer.text


def test_a_bridged_call_opens_its_sheet_with_number_and_history(
    container: Container, at_desk: Sit, client: TestClient
) -> None:
    before, desk = matter.registered(container), at_desk("op")
    caller = Caller(client, container, phone="+8613912345678").dials().keys("0")
    assert _asks(desk)[0] == 204
    _bridge(caller, "op")
    assert _asks(desk, seen="")[1] == f"{PAGE}?call={caller.sid}"
    page = desk.open(f"{PAGE}?call={caller.sid}")
    assert 'value="13912345678"' in page.text
    assert before in numbers(page)
    caller.waits_in_queue("bridged").hangs_up()
    assert "接通" not in desk.open(PAGE).text


def test_typing_is_never_interrupted(container: Container, at_desk: Sit, caller: Caller) -> None:
    desk = at_desk("op")
    _bridge(caller, "op")
    status, redirect, text = _asks(desk, text="写到一半", seen="")
    assert (status, redirect) == (200, "")
    assert caller.sid in text


def test_the_sheet_registers_the_call_once(container: Container, at_desk: Sit, client: TestClient) -> None:
    desk = at_desk("op")
    caller = Caller(client, container, phone="+8613912345678").dials().has_said("水管漏").keys("0")
    _bridge(caller, "op")
    page = f"{PAGE}?call={caller.sid}"
    assert "水管漏" in desk.open(page).text
    (number,) = numbers(desk.send(page, PAGE, act="register", text="水管漏水", phone="13912345678"))
    caller.waits_in_queue("bridged").hangs_up()
    with container.engine.connect() as connection:
        assert connection.execute(select(phone_call.c.number)).scalar() == number
        assert len(cases.entries(connection, number)) == 1


def test_nobody_sees_the_call_of_another_operator(container: Container, at_desk: Sit, caller: Caller) -> None:
    _bridge(caller, "someone")
    desk = at_desk("op")
    assert _asks(desk)[0] == 204
    assert "13912345678" not in desk.open(f"{PAGE}?call={caller.sid}").text


@pytest.mark.parametrize("who", ["", "+8613800000000", "client:", "sip:op;x=1@", "client:op<script>", "client:o p"])
def test_a_telephone_that_is_no_operators_is_sent_away(client: TestClient, container: Container, who: str) -> None:
    answer = post(client, container, "/webhooks/voice/operator", From=who, CallSid=f"CA{'1' * 32}")
    assert "没有登记为坐席" in answer.text


def test_the_call_back_desk_rings_and_says_when_it_cannot(container: Container, at_desk: Sit) -> None:
    number, desk = taken(container.core).number, at_desk("call")
    happens(container, number, *TO_CALLBACK)
    answer = desk.send(f"/staff/petitions/{number}", f"/staff/call-back/{number}")
    assert answer.status_code == 409
    assert "电话没有拨出" in answer.text
