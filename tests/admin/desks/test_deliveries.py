"""What was sent, what was not, and trying again."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select, update

from admin.security import schema as security
from admin.wiring import Container
from channels.voice.schema import recording
from notify.schema import delivery
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.store import schema

Sit = Callable[[str], Desk]
PAGE = "/staff/deliveries"


def _failed(container: Container, number: str, count: int = 1) -> None:
    row = {
        "number": number,
        "template": "registered",
        "recipient": "citizen",
        "channel": "sms",
        "segments": 1,
        "body": container.core.sealer.seal("您的诉求已受理", "delivery"),
        "state": "failed",
        "error": "30003",
        "created_at": container.core.now(),
    }
    with container.engine.begin() as connection:
        connection.execute(insert(delivery), [row | {"seq": seq} for seq in range(1, count + 1)])


@pytest.mark.parametrize("who", ["root", "disp"])
def test_a_failed_message_is_queued_again_once(container: Container, at_desk: Sit, who: str) -> None:
    _failed(container, matter.registered(container))
    desk = at_desk(who)
    action = f"{PAGE}/message/1"
    sheet = desk.forms(PAGE)[action]
    assert [desk.client.post(action, data=sheet).status_code for _ in range(2)] == [303, 303]
    with container.engine.connect() as connection:
        assert connection.execute(select(delivery.c.state)).scalars().all() == ["queued"]
        acts = connection.execute(select(security.access.c.act)).scalars().all()
    assert acts.count("retried message 1") == 1


def test_a_parked_event_is_handled_again(container: Container, at_desk: Sit) -> None:
    number = matter.registered(container)
    with container.engine.begin() as connection:
        connection.execute(update(schema.outbox).values(parked=True, attempts=12, error="TimeoutError"))
    administrator = at_desk("root")
    page = administrator.open(PAGE)
    assert "TimeoutError" in page.text
    assert number in page.text
    assert administrator.send(PAGE, f"{PAGE}/event/1").status_code == 303
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.outbox)).one()
    assert (row.parked, row.attempts) == (False, 0)
    assert "TimeoutError" not in administrator.open(PAGE).text


def test_a_voice_message_that_could_not_be_fetched_is_fetched_again(container: Container, at_desk: Sit) -> None:
    number, sid = matter.registered(container), f"RE{'1' * 32}"
    row = {"sid": sid, "call": "CA1", "number": number, "made_at": container.core.now()}
    with container.engine.begin() as connection:
        connection.execute(
            insert(recording).values(**row, state="parked", error="HTTP 503", next_try_at=container.core.now())
        )
    administrator = at_desk("root")
    assert "HTTP 503" in administrator.open(PAGE).text
    assert administrator.send(PAGE, f"{PAGE}/recording/{sid}").status_code == 303
    with container.engine.connect() as connection:
        assert connection.execute(select(recording.c.state)).scalar() == "waiting"
    assert "HTTP 503" not in administrator.open(PAGE).text


def test_the_start_page_of_an_administrator_counts_what_is_stuck(container: Container, at_desk: Sit) -> None:
    _failed(container, matter.registered(container), count=3)
    assert ">3</strong>" in at_desk("root").open("/staff").text


def test_messages_are_shown_a_page_at_a_time(container: Container, at_desk: Sit) -> None:
    _failed(container, matter.registered(container), count=51)
    desk = at_desk("disp")
    assert f"{PAGE}/message/51" in desk.forms(PAGE)
    assert f"{PAGE}/message/1" not in desk.forms(PAGE)
    assert f"{PAGE}/message/1" in desk.forms(f"{PAGE}?state=failed&before=2")
    assert desk.open(f"{PAGE}?state=nonsense&before={'9' * 30}").status_code == 200


@pytest.mark.parametrize("path", ["event/999999999999999999999999", "message/-1", "event/0"])
def test_a_message_that_is_not_there_is_no_error(at_desk: Sit, path: str) -> None:
    desk = at_desk("root")
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    assert desk.client.post(f"{PAGE}/{path}", data={"csrf": csrf}).status_code == 303
